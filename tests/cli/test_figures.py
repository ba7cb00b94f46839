"""``briefs figures``: the contact sheet and its list."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

BASE = Path(__file__).resolve().parents[1] / "mistakes" / "_base"
FACTS = "assets/topics/lead-pipes/facts.yaml"
FIGURES = "assets/topics/lead-pipes/figures.yaml"
Change = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]

YEARS = "".join(
    f"""
- id: replaced-{year}
  kind: count
  value: {value}
  unit: homes
  period: "{year}"
  label: {{en: homes with a new pipe}}
  as_of: 2025-08-02
  source: county-report
  evidence: "{value} homes"
  place: {place}
"""
    for year, value, place in ((2022, 120, "US-MI"), (2023, 240, "US-MI"), (2024, 310, "US-MI"))
)


@pytest.fixture
def run(in_process: Run) -> Run:
    """Runs ``briefs figures``: code, standard output, standard error."""
    return partial(in_process, "figures")


def listed(run: Run, project: Path) -> dict[str, Any]:
    code, out, err = run(project, "--json")
    assert (code, err) == (0, "")
    (topic,) = json.loads(out)
    assert isinstance(topic, dict)
    return topic


def by_id(topic: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in topic["figures"]}


def reasons(topic: dict[str, Any]) -> dict[str, str]:
    return {one["kind"]: one["why"] for one in topic["unsuited"]}


def with_years(changed: Change) -> Path:
    project = changed()
    (project / FACTS).write_text((project / FACTS).read_text("utf-8") + YEARS, "utf-8")
    return project


def test_declared_figures_stand_with_facts_and_alt_text(run: Run) -> None:
    topic = listed(run, BASE)
    assert topic["topic"] == "lead-pipes"
    homes = by_id(topic)["homes"]
    assert (homes["kind"], homes["declared"]) == ("units", True)
    assert homes["facts"] == ["homes-north", "homes-south"]
    assert homes["caption"] == "Homes on the list"
    assert "Homes in the north: 7\u00a0homes" in homes["alt"]
    assert homes["sizes"]
    assert all(one["audiences"] and one["width"] > 200 for one in homes["sizes"])


def test_kinds_that_do_not_suit_say_why(run: Run) -> None:
    why = reasons(listed(run, BASE))
    assert "period" in why["line"]
    assert "US state" in why["map"]
    for kind in ("comparison", "range", "multiples"):
        assert "editor" in why[kind]


def test_kinds_that_suit_are_on_trial(run: Run, changed: Change) -> None:
    figures = by_id(listed(run, with_years(changed)))
    line = figures["trial-line"]
    assert line["declared"] is False
    assert line["facts"] == ["replaced-2022", "replaced-2023", "replaced-2024"]
    assert "2023: 240\u00a0homes" in line["alt"]
    assert figures["trial-map"]["facts"] == ["replaced-2024"]
    assert set(figures["trial-timeline"]["facts"]) == {"start", *line["facts"]}


def test_each_kind_has_a_figure_or_a_reason(run: Run, changed: Change) -> None:
    topic = listed(run, with_years(changed))
    kinds = {one["kind"] for one in topic["figures"]} | set(reasons(topic))
    assert kinds == {
        "bars", "comparison", "line", "map", "multiples", "range", "table", "timeline", "units",
    }  # fmt: skip


def test_unknown_topic_is_wrong_usage_with_a_guess(run: Run) -> None:
    code, out, err = run(BASE, "led-pipes")
    assert (code, out) == (2, "")
    assert 'did you mean "lead-pipes"' in err


def test_figure_that_cannot_be_drawn_is_code_1(run: Run, changed: Change) -> None:
    project = changed((FIGURES, "kind: units", "kind: line"))
    code, out, err = run(project, "--json")
    assert (code, out) == (1, "")
    assert "error[figure-fact]" in err
    assert "has no time" in err


@pytest.mark.chrome
def test_sheet_is_a_pdf_with_every_figure(run: Run, changed: Change, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    code, out, err = run(with_years(changed), "lead-pipes", "--output", str(target))
    assert (code, err) == (0, "")
    assert "trial-line  line  on trial" in out
    assert str(target) in out
    text = subprocess.run(
        ["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in ("homes", "trial-map", "on trial", "Alt text.", "no figure", "replaced-2023"):
        assert words in text
    assert "Kinds without a figure" in text


BILINGUAL = BASE.parents[1] / "projects" / "bilingual"


def test_every_locale_is_shown_in_its_own_language(run: Run) -> None:
    figures = by_id(listed(run, BILINGUAL))
    money = figures["money"]["locales"]
    assert [*money] == ["en-US", "es-US"]
    assert money["en-US"]["caption"] == figures["money"]["caption"]
    assert money["es-US"]["caption"] != money["en-US"]["caption"]
    assert money["es-US"]["alt"].startswith("Gráfica de barras.")
    for told in figures["trial-timeline"]["locales"].values():
        assert "figure of kind" not in told["caption"]
