"""Trainings that are killed at a random step lose no epoch that was told, and end with the very same weights."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lenet_app.networks import family
from tests.unit.commands.running import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="A kill is POSIX's.")


def kill(folder: Path, first: int, kills: int) -> list[dict[str, object]]:
    """What became of runs of the networks from the one of this number on; see `run_kills`."""
    command = [sys.executable, "-m", "tests.e2e.run_kills", str(folder), str(first), str(kills)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_three_kills(tmp_path: Path) -> None:
    assert [one["network"] for one in kill(tmp_path, 0, 3)] == list(family.ids()[:3])


@pytest.mark.long
def test_a_hundred_kills_over_all_networks(tmp_path: Path) -> None:
    found = kill(tmp_path, 0, 100)
    assert len(found) == 100
    assert {one["network"] for one in found} == set(family.ids())
    assert {one["taught"] for one in found} == {True, False}
    assert len({one["augmentation"] for one in found}) > 3
