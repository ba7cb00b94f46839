"""Figures with groups: each group has what its kind compares."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefs.check.figures import check_figures
from briefs.read.topic import read_topic
from briefs.read.workspace import Workspace
