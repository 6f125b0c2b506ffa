"""Trying the built program: its own self-test, and how soon it is there."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TIMEOUT = 600  # seconds


@dataclass(frozen=True)
class StartTimes:
    """Seconds from the start of the process, the medians of several starts."""

    first_paint: float
    first_answer: float
    torch_ready: float
    largest_gap: float
    """For which the event loop was held up while torch was loaded."""


def environment() -> dict[str, str]:
    """This process's, with a display that needs no screen where there is none."""
    environ = dict(os.environ)
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & environ.keys():
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environ


def self_test(program: Path) -> dict[str, Any]:
    """Run the program's self-test and return its report.

    Raises:
        SystemExit: it printed no report.
    """
    done = _run(program, "--self-test")
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"The program's self-test printed no report (exit status {done.returncode}):\n{done.stderr}")
    return report | {"ok": bool(report["ok"]) and done.returncode == 0}


def start_times(program: Path, *, starts: int = 5) -> StartTimes:
    """Start the program some times, once more before that to warm the disk's cache.

    Raises:
        SystemExit: a start did not come to an answer.
    """
    runs = [_one_start(program) for _ in range(starts + 1)][1:]
    figures = ("first paint", "first answer", "torch ready", "largest gap")
    return StartTimes(*(statistics.median(run[figure] for run in runs) for figure in figures))


def _run(program: Path, option: str) -> "subprocess.CompletedProcess[str]":
    command: list[Path | str] = [program, option]
    return subprocess.run(
        command, env=environment(), capture_output=True, encoding="utf-8", timeout=_TIMEOUT, check=False
    )


def _one_start(program: Path) -> dict[str, float]:
    began = time.time()
    done = _run(program, "--start-times")
    if done.returncode:
        sys.exit(f"The program did not come to an answer:\n{done.stderr}")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["event"]: one["time"] - began for one in told} | {"largest gap": told[-1]["largest_gap"]}
