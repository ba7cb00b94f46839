"""Locks the dependencies of pyproject.toml in requirements/, and says when they are out of step.

``run.txt`` holds what `briefs` and its build need, ``test.txt`` the same and the test tools, each
with every version and hash, for all Pythons and platforms at once. A comment in each keeps the
digest of the dependencies it was locked from, so that ``--check`` needs no network.

    python scripts/lock.py [--upgrade]   lock anew; versions that still fit stay, or are upgraded
    python scripts/lock.py --check       exit 1 when a lock is not in step
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
DIGEST: Final = re.compile(r"^# dependencies: sha256:([0-9a-f]{64})$", re.MULTILINE)
HEADER: Final = "# Locked from pyproject.toml by `make lock`. Do not edit.\n# dependencies: sha256:"
EDITABLE: Final = "editables~=0.3"  # hatchling asks for it when a project is installed with -e


def wanted(project: dict[str, Any]) -> dict[str, list[str]]:
    """The requirements that each lock is made from, by file name, in a fixed order."""
    run = [*project["project"]["dependencies"], *project["build-system"]["requires"], EDITABLE]
    test = [*run, *project["dependency-groups"]["test"]]
    return {"run.txt": sorted(run), "test.txt": sorted(test)}


def digest(requirements: list[str], python: str) -> str:
    """The digest of what a lock is made from: the requirements and the Pythons it must serve."""
    return hashlib.sha256("\n".join([python, *requirements]).encode()).hexdigest()


def faults(project: dict[str, Any], folder: Path) -> list[str]:
    """What is wrong with the locks in a folder, one sentence each; empty when all is well."""
    found = []
    for name, requirements in wanted(project).items():
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        noted = DIGEST.search(text)
        if noted is None or noted[1] != digest(requirements, project["project"]["requires-python"]):
            found.append(f"requirements/{name} is not in step with pyproject.toml")
        if "://" in text:
            found.append(f"requirements/{name} names an address; a lock must not")
    return found


def lock(project: dict[str, Any], folder: Path, *, upgrade: bool) -> None:
    """Write both locks with uv; run.txt first, since test.txt must agree with it."""
    python = project["project"]["requires-python"]
    oldest = python.removeprefix(">=")
    folder.mkdir(exist_ok=True)
    for name, requirements in wanted(project).items():
        path = folder / name
        options = ["--universal", "--generate-hashes", "--python-version", oldest]
        options += ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]
        options += ["--upgrade"] if upgrade else []
        options += ["--constraint", str(folder / "run.txt")] if name != "run.txt" else []
        uv = Path(sys.executable).with_name("uv")
        subprocess.run(
            [uv, "pip", "compile", *options, "--output-file", path, "-"],
            input="\n".join(requirements),
            check=True,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        locked = path.read_text(encoding="utf-8")
        path.write_text(f"{HEADER}{digest(requirements, python)}\n{locked}", encoding="utf-8")


def main() -> int:
    """Lock or check, as the command line asks."""
    parser = argparse.ArgumentParser(description="Lock the dependencies in requirements/.")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="only say whether the locks are in step")
    how.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    options = parser.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if not options.check:
        lock(project, ROOT / "requirements", upgrade=options.upgrade)
    found = faults(project, ROOT / "requirements")
    for fault in found:
        print(f"error: {fault}\n  mend: make lock", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
