"""A build that is killed, with all its engines, at any moment: whatever is there is whole."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from briefs.publish.build import build
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.ledger import Ledger
from briefs.publish.project import open_project

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
FACTS = "assets/topics/lead-pipes/facts.yaml"
KILLS = int(os.environ.get("BRIEFS_KILLS", "8"))

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

ROUNDS = r"""
import re
import sys
from pathlib import Path
from briefs.publish.build import build
from briefs.publish.engines import open_engines
from briefs.publish.project import open_project
root = Path(sys.argv[1])
facts = root / "assets/topics/lead-pipes/facts.yaml"
text = facts.read_text()
with open_engines(open_project(root), 1) as engines:
    for number in range(int(sys.argv[2]), 10**6):
        new = root / "facts.new"
        text = re.sub(r"value: \d+", f"value: {number}", text, count=1)
        new.write_text(re.sub(r"up to \$[\d,]+", f"up to ${number:,}", text, count=1))
        new.replace(facts)
        build(open_project(root), engines=engines)
        print("built", flush=True)
"""


def test_a_killed_build_loses_nothing(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "project"))
    output = root / "output"
    build(open_project(root))
    chance = random.Random(5)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    issued = [1]
    for round_ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", ROUNDS, str(root), str(5000 + 1000 * round_)],
            env=environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"built\n"
        time.sleep(chance.uniform(0, 1.2))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        entries = Ledger(output).entries()
        known = {name for entry in entries for name in entry.files.values()}
        for path in output.rglob("[!.]*.pdf"):
            with pikepdf.open(path) as pdf:
                assert pdf.pages
            assert _digest(path) in known
        issued.append(entries[-1].edition)
    assert issued == sorted(issued)
    assert len(set(issued)) == KILLS + 1
    last = build(open_project(root)).written[0]
    assert _digest(last.path) == Ledger(output).entries()[-1].files["lead-pipes/resident.en-US.pdf"]
    proof = check_chain(output)
    assert not proof.faults
    assert not [path for path in output.rglob(".*") if path.name != ".ledger.lock"]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
