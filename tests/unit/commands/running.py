"""Running the program as its users do: in this process, or as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lenet_app.cli import main

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def trained(self) -> list[dict[str, Any]]:
        """The lines of a training after the first, which names its run."""
        first, *rest = self.lines
        assert list(first) == ["run"]
        return rest

    @property
    def sentence(self) -> str:
        """The one sentence of a failure, without the program's name."""
        assert self.status == 1
        assert "Traceback" not in self.err
        # Progress bars are wiped away with carriage returns.
        (line,) = [line for line in self.err.splitlines() if line.startswith("lenet-app: ")]
        assert line.endswith(".")
        return line.removeprefix("lenet-app: ")


class Command:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Result:
        self._capsys.readouterr()
        try:
            status: object = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
        assert isinstance(status, int)
        return Result(status, *self._capsys.readouterr())


def as_process(*arguments: str | Path, stdin: str = "", code: str = "") -> Result:
    """Run the program in an interpreter of its own, or `code` in its place."""
    start = ["-c", code] if code else ["-m", "lenet_app"]
    done = subprocess.run(
        [sys.executable, "-W", "error", *start, *map(str, arguments)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def started(arguments: Sequence[str | Path]) -> subprocess.Popen[str]:
    """The program as a process that is talked to while it runs."""
    return subprocess.Popen(
        [sys.executable, "-m", "lenet_app", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
