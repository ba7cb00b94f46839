"""The small project that is spoilt, and the few built-in files that it is read with."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
APPROVALS = "approvals.yaml"
FACTS = "assets/topics/lead-pipes/facts.yaml"
PROSE = "assets/topics/lead-pipes/text/resident.en.md"
TEMPLATE = "templates/resident.html.j2"
LOADED_WORDS = "assets/loaded-words/en.yaml"

_MORE_FACTS = """
- id: homes-left
  kind: count
  value: "= homes-all - homes-north"
  unit: homes
  label: {en: homes still to do}
  as_of: 2025-08-02
  source: county-report

- id: homes-again
  kind: count
  value: 12
  unit: homes
  label: {en: homes as the council counts them}
  as_of: 2025-08-02
  source: county-report
  evidence: "12 homes again"
  same_as: homes-all
  audiences: []
  reason: The council's count is older.

- id: office
  kind: contact
  value: 202-555-0143
  label: {en: the pipes office}
  reaches: {en: the county's desk for pipes}
  as_of: 2025-08-02
  verified_on: 2025-08-02
  source: county-report
  evidence: "202-555-0143"
  audiences: [resident]
"""
_MORE_PROSE = """
Still to do: {{ fact("homes-left").counted }}. Call {{ fact("office") }}.

| What | How many |
| --- | --- |
| {{ fact("homes-north").label }} | {{ fact("homes-north").value }} |
"""
_LOADED = """
- word: crisis
  why: It gives a verdict.
  instead: the number
- word: so-called
  why: It casts doubt.
  instead: the name
"""


_APPROVED = """\
- of: fact:grant-max
  hash: "4eb64110b0ef"
  by: Ana Ruiz, editor
  on: 2025-08-10
  until: 2026-02-10
"""


def project_files() -> dict[str, bytes]:
    """The project's files by name: the base of the mistakes, with a few more kinds of facts."""
    files = {
        path.relative_to(BASE).as_posix(): path.read_bytes()
        for path in sorted(BASE.rglob("*"))
        if path.is_file()
    }
    files[APPROVALS] = _APPROVED.encode()
    files[FACTS] += _MORE_FACTS.encode()
    files[PROSE] += _MORE_PROSE.encode()
    return files


def builtin_files() -> dict[str, bytes]:
    """The built-in files that the project is read with; of the loaded words, a few."""
    names = [
        "assets/brand.yml",
        "assets/locales/en.yaml",
        "assets/styles/base.css",
        "templates/base.html.j2",
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "templates/partials").glob("*.j2")),
    ]
    return {name: (ROOT / name).read_bytes() for name in sorted(names)} | {
        LOADED_WORDS: _LOADED.encode()
    }


def spoilable() -> dict[str, bytes]:
    """All files that may be spoilt: the project's, and built-in ones that it may put over."""
    return {name: data for name, data in builtin_files().items() if not name.endswith(".css")} | (
        project_files()
    )


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
