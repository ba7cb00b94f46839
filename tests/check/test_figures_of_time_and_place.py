"""Lines and timelines need a time, maps a state; each rule kept and broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.check.figures import check_figures
from briefs.model.diagnostic import Diagnostic
from briefs.publish.project import open_project

TOPIC = "assets/topics/lead-pipes"
FACTS = (Path(__file__).parents[1] / f"mistakes/_base/{TOPIC}/facts.yaml").read_text("utf-8")
Base = Callable[[dict[str, str]], Path]

HOMES = """
- id: {id}
  kind: {kind}
  value: {value}
  unit: {unit}
  {more}
  label: {{en: homes}}
  as_of: 2025-08-02
  source: county-report
  evidence: "{value} homes"
"""


_KINDS = {"homes": "count", "percent": "rate"}


@pytest.fixture
def found(base: Base) -> Callable[..., list[Diagnostic]]:
    """Findings in one figure over the base's facts and some of time and place."""

    def find(kind: str, facts: str) -> list[Diagnostic]:
        made = [
            ("in-2022", 1, "homes", 'period: "2022"'),
            ("in-2023", 2, "homes", 'period: "2023"'),
            ("again-2023", 3, "homes", 'period: "2023"'),
            ("below-2024", -3, "homes", 'period: "2024"'),
            ("michigan", 4, "homes", "place: US-MI"),
            ("detroit", 5, "homes", "place: US-MI"),
            ("ohio", 6, "homes", "place: US-OH"),
            ("quebec", 7, "homes", "place: CA-QC"),
            ("texas-share", 8, "percent", "place: US-TX"),
        ]
        text = FACTS + "".join(
            HOMES.format(id=id_, kind=_KINDS[unit], value=value, unit=unit, more=more)
            for id_, value, unit, more in made
        )
        figure = f"- id: homes\n  kind: {kind}\n  {facts}\n  caption: {{en: Homes on the list}}\n"
        root = base({f"{TOPIC}/facts.yaml": text, f"{TOPIC}/figures.yaml": figure})
        topic = open_project(root).content.topics["lead-pipes"]
        assert topic.figures, "the figure cannot be read"
        return list(check_figures(topic, set()))

    return find


FIVE_LINES = "groups: [" + ", ".join(["{label: {en: x}, facts: [in-2022]}"] * 5) + "]"


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("line", "facts: [in-2022, in-2023]", ""),
        ("line", "facts: [in-2022, homes-all]", '"homes-all" has no time'),
        ("line", "facts: [in-2023, again-2023]", "of the same time, 2023"),
        ("line", "facts: [in-2022, below-2024]", "below zero"),
        ("line", "facts: [in-2022, start]", "no number"),
        (
            "line",
            "groups: [{label: {en: a}, facts: [in-2023]}, {label: {en: b}, facts: [again-2023]}]",
            "",
        ),
        ("line", FIVE_LINES, "has 5 lines"),
        ("timeline", "facts: [start, in-2022]", ""),
        ("timeline", "facts: [start, grant-max]", '"grant-max" has no time'),
        ("map", "facts: [michigan, ohio]", ""),
        ("map", "facts: [michigan, homes-all]", '"homes-all" has no place'),
        ("map", "facts: [michigan, detroit]", "both of US-MI"),
        ("map", "facts: [michigan, quebec]", "no state on the map"),
        ("map", "facts: [michigan, texas-share]", "cannot share an axis"),
    ],
)
def test_rule(found: Callable[..., list[Diagnostic]], kind: str, facts: str, words: str) -> None:
    findings = found(kind, facts)
    assert len(findings) == (1 if words else 0), findings
    for finding in findings:
        assert words in finding.message
        assert finding.mend
        assert finding.place.file.endswith("figures.yaml")
        assert finding.place.line == 3
