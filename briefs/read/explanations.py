"""What each finding is for, with an example: the texts of ``explanations.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import Field

from briefs.model.codes import Code
from briefs.model.diagnostic import Severity
from briefs.model.entry import Entry, Text
from briefs.read.entries import read_entry
from briefs.read.yaml import parse_yaml

_FILE = "explanations.yaml"


class Explanation(Entry):
    """Why a finding is one, a fault that it finds, and the fault put right."""

    why: Text = Field(description="What the rule protects a reader or an editor from")
    file: Text = Field(description="The file that the excerpts are from; a folder ends with /")
    fault: Text = Field(description="An excerpt that is wrong, as it stands in the file")
    mend: Text = Field(description="The same excerpt put right")
    severity: Severity = Field(
        Severity.ERROR, description="What the finding is where nothing else is asked for"
    )


@lru_cache(maxsize=1)
def explanations() -> Mapping[Code, Explanation]:
    """The explanations of all findings, in the order of the codes.

    Raises:
        ValueError: If a text is missing or has the wrong form, which is our bug.
    """
    document = parse_yaml(files("briefs.read").joinpath(_FILE).read_text("utf-8"), _FILE)
    entries = {name: read_entry(Explanation, document, (name,)) for name in document.data or ()}
    if document.diagnostics:
        raise ValueError(str(document.diagnostics[0]))
    unlike = set(entries) ^ set(Code)
    if unlike:
        raise ValueError(f"{_FILE} and the codes differ in {', '.join(sorted(unlike))}")
    return {code: entry for code in Code if (entry := entries[code]) is not None}
