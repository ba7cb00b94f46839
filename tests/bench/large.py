"""A large made-up project: 5,000 facts, and 50 pages of prose in 10 briefs."""

from __future__ import annotations

import random
from pathlib import Path

TEXT = """
the county board reads each report before it meets and asks the staff what the work on the
pipes costs who pays for it and when the water is safe to drink again after the street is
closed and what a family that rents its home can do while the owner waits for an answer
"""
FACTS, BRIEFS, FACTS_A_BRIEF = 5_000, 10, 150
WORDS_BETWEEN = 8
"""Words of the author's in each sentence: with those of the facts, 500 words a page."""

TEMPLATE = """{#---
label: {en: residents}
pages: 6
sections: [news]
reading: {en: 30}
---#}
{% extends "base.html.j2" %}
{% block body %}
{{ section("news") }}
{% endblock %}
"""

TOPIC = """title: {en: Pipes of a large county}
units:
  homes:
    en: {one: home, other: homes}
"""

SOURCES = """- id: county-report
  title: Report on pipes
  publisher: A made-up county
  published: 2025-08-02
  retrieved: 2025-08-09
  kind: government
"""


def write_project(root: Path) -> None:
    """Write the project into a folder."""
    topic = root / "assets" / "topics" / "pipes"
    (topic / "text").mkdir(parents=True)
    (root / "templates").mkdir()
    names = ", ".join(f'"reader-{number}"' for number in range(BRIEFS))
    (root / "briefs.toml").write_text(
        '[publisher]\nname = "A made-up county"\nseries = {en = "Brief"}\n'
        f'disclaimer = {{en = "Made up."}}\n\n[[brief]]\ntopic = "pipes"\naudiences = [{names}]\n'
    )
    (topic / "topic.yaml").write_text(TOPIC)
    (topic / "sources.yaml").write_text(SOURCES)
    (topic / "facts.yaml").write_text("\n".join(_fact(number) for number in range(FACTS)))
    chance = random.Random(1)
    for number in range(BRIEFS):
        (root / "templates" / f"reader-{number}.html.j2").write_text(TEMPLATE)
        prose = _prose(chance, number * FACTS_A_BRIEF)
        (topic / "text" / f"reader-{number}.en.md").write_text(prose)


def _fact(number: int) -> str:
    printed = number < BRIEFS * FACTS_A_BRIEF
    return _written(number) + ("" if printed else "  audiences: [press]\n")


def _written(number: int) -> str:
    if number % 2:
        return (
            f"- id: fact-{number}\n  kind: statement\n"
            f'  text: {{en: "The report says that the staff of the place read letter {{{{ '
            f"fact('fact-{number - 1}') }}}} with care.\"}}\n"
            "  as_of: 2025-08-02\n  source: county-report\n"
            '  evidence: "the staff reads each letter with care"\n'
        )
    return (
        f"- id: fact-{number}\n  kind: count\n  value: {number + 1}\n  unit: homes\n"
        f"  qualifier: at least\n  label: {{en: homes in the place}}\n"
        "  as_of: 2025-08-02\n  review_by: 2025-12-01\n  source: county-report\n"
        f'  evidence: "at least {number + 1} homes"\n'
    )


def _prose(chance: random.Random, first: int) -> str:
    lines = ["---", "title: Pipes of a large county", "summary: What is known.", "---", ""]
    lines += ["## News {: #news }", ""]
    for number in range(FACTS_A_BRIEF):
        words = chance.choices(TEXT.split(), k=WORDS_BETWEEN)
        call = "say" if number % 2 else "fact"
        sentence = " ".join(words).capitalize()
        lines += [f'{sentence} {{{{ {call}("fact-{first + number}") }}}}.', ""]
    return "\n".join(lines)
