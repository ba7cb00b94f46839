"""``briefs check --links``: every address that a project cites, tried, with the day noted."""

from __future__ import annotations

import json
from pathlib import Path

from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.output_folder import OUTPUT
from briefs.publish import clock
from briefs.publish.links import check_links
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.publish.write import make_ready, write_atomically

NOTE = Path(OUTPUT) / "links.json"
"""Where the answers are noted, in the project's folder."""


def try_links(project: OpenProject, selection: Selection) -> list[Diagnostic]:
    """Try the addresses of the sources that a selection's topics cite; note the answers.

    Raises:
        EngineError: If the note cannot be written.
    """
    note = project.root / NOTE
    make_ready(note.parent)
    checked, findings = check_links(_addresses(project, selection), clock.day_here())
    answers = [
        {
            "url": one.url,
            "status": one.status,
            "final_url": one.final_url,
            "reason": one.reason,
            "checked_on": one.on.isoformat(),
        }
        for one in checked
    ]
    text = json.dumps(answers, indent=2, ensure_ascii=False) + "\n"
    write_atomically(note, text.encode("utf-8"))
    return findings


def _addresses(project: OpenProject, selection: Selection) -> dict[str, Place]:
    topics = selection.topics(project.content.settings)
    return {
        source.url: source.origin.at("url")
        for topic in project.content.topics.values()
        if topic.id in topics
        for source in topic.sources.values()
        if source.url is not None
    }
