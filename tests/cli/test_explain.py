"""``briefs explain`` as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from briefs.cli import explain, main
from briefs.model.codes import Code
from briefs.model.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    explain.command.main(list(arguments), standalone_mode=False)
    return capsys.readouterr().out


@pytest.mark.parametrize("code", list(Code))
def test_every_code_is_explained_within_the_width(
    code: Code, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = explained(capsys, code.value)
    lines = shown.splitlines()
    assert lines[0].startswith(f"{code}: ")
    assert " ".join(shown.split("\n\n")[0].split()) == f"{code}: {code.summary}"
    assert any(line.startswith("Wrong, in ") for line in lines)
    assert "Right:" in lines
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in shown


def test_explanation_reads_as_it_should(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "review-due") == (
        "review-due: A fact's review-by date has passed.\n"
        "\n"
        "Numbers age. When the review-by date of a fact has passed, somebody should look at its source again\n"
        "before a reader relies on it; until then its date stands beside it.\n"
        "\n"
        "Wrong, in facts.yaml:\n"
        "\n"
        "      as_of: 2025-08-02\n"
        "      review_by: 2025-09-01\n"
        "\n"
        "Right:\n"
        "\n"
        "      as_of: 2025-09-02\n"
        "      review_by: 2025-11-01\n"
        "\n"
        "Of the same group (freshness): review-overdue.\n"
        "To see where your project has it: briefs check\n"
    )


def test_a_finding_on_set_pages_is_seen_by_a_build(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "page-budget").endswith("briefs build\n")


def test_without_a_code_all_are_listed_by_group(capsys: pytest.CaptureFixture[str]) -> None:
    shown = explained(capsys)
    for code in Code:
        assert f"{code.value} " in shown
        assert code.summary in shown
    headings = [line for line in shown.splitlines() if line and not line.startswith(" ")]
    assert headings[:3] == ["files", "entries", "prose"]
    assert headings[-2:] == ["the page", "briefs explain CODE says more of one."]
    assert max(map(len, shown.splitlines())) <= 120


def test_unknown_code_is_wrong_usage_with_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="number-unbond") as caught:
        explain.command.main(["number-unbond"], standalone_mode=False)
    assert caught.value.mend == 'did you mean "number-unbound"? Otherwise see all: briefs explain'
    with pytest.raises(UsageError) as caught:
        explain.command.main(["zzz"], standalone_mode=False)
    assert caught.value.mend == "see all: briefs explain"


def test_one_code_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(explained(capsys, "section-unused", "--json"))
    assert list(told) == ["code", "group", "summary", "severity", "why", "file", "fault", "mend"]
    assert told["code"] == "section-unused"
    assert told["group"] == "prose"
    assert told["severity"] == "warning"
    assert "{: #background }" in told["fault"]


def test_all_codes_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(explained(capsys, "--json"))
    assert [told["code"] for told in listed] == [code.value for code in Code]


def test_the_shell_completes_codes() -> None:
    context = click.Context(explain.command)
    argument = explain.command.params[0]
    items = argument.shell_complete(context, "review-")
    assert [item.value for item in items] == ["review-due", "review-overdue"]


def test_the_list_starts_without_the_texts() -> None:
    script = "import sys; from briefs.cli.explain import overview; overview(); print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not set(result.stdout.split()) & {"pydantic", "yaml", "briefs.read.explanations"}


def test_unknown_code_on_the_command_line_is_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["explain", "number-unbond"])
    assert caught.value.code == 2
    shown = capsys.readouterr().err
    assert 'mend: did you mean "number-unbound"?' in shown
    assert "Traceback" not in shown
