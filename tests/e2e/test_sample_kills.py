"""A program that is killed while it writes samples loses none that it told of, and its database stays sound."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.commands.running import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="A kill is POSIX's.")


def kill(folder: Path, kills: int) -> list[dict[str, int | str]]:
    command = [sys.executable, "-m", "tests.e2e.sample_kills", str(folder), str(kills)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(found: list[dict[str, int | str]]) -> None:
    assert {one["lost"] for one in found} == {0}
    assert {(one["integrity"], one["odd"]) for one in found} == {("ok", 0)}
    for one in found:  # the one that was under way may have come to its end
        assert one["kept"] in (one["confirmed"], int(one["confirmed"]) + 1)


def test_a_kill(tmp_path: Path) -> None:
    check(kill(tmp_path, 1))


@pytest.mark.long
def test_twenty_kills(tmp_path: Path) -> None:
    found = kill(tmp_path, 20)
    check(found)
    assert len(found) == 20
    assert 0 < sum(int(one["confirmed"]) for one in found) < 20_000
