"""How soon the program is there to be seen, answers, and has loaded torch, and what holds the window up meanwhile.

Run `make bench`, or `python -m tests.benchmarks.start [--starts N] [--beside PROGRAM]`. Each start is a process of its
own with a home of its own, timed from before it was made; those of several programs take turns, so that whatever else
the machine does concerns all of them. The first start of each, which warms caches, does not count. The built program is
measured, too, where there is one, and all of it on an X display as well where this system has Xvfb. `--beside` names a
checkout or a built program to compare with.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.report import Row, parser, row_of, tell

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "package" / "lenet-app" / "lenet-app"
_TIMEOUT = 120  # seconds
_EVENTS = ("first paint", "first answer", "torch ready")


def rows(starts: int = 7, beside: Sequence[Path] = ()) -> list[Row]:
    """Medians over so many starts of each program there is.

    Args:
        starts: how many of each count.
        beside: checkouts and built programs to compare with.
    """
    programs = {"from source": ROOT, "built": BUILT} | {str(path): path for path in beside}
    here = {name: path for name, path in programs.items() if path.exists()}
    found = _measured(here, starts, {"QT_QPA_PLATFORM": "offscreen"})
    if sys.platform.startswith("linux") and shutil.which("Xvfb"):
        with _x_display() as display:
            found += _measured(here, starts, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display})
    return found


def _measured(programs: dict[str, Path], starts: int, environ: dict[str, str]) -> list[Row]:
    values: dict[str, list[float]] = defaultdict(list)
    for number in range(starts + 1):
        for name, program in programs.items():
            figures = _one_start(program, environ)
            for told, value in figures.items() if number else ():
                values[f"{told}, {name}, {environ['QT_QPA_PLATFORM']}"].append(value)
    return [row_of(name, all_values, "ms" if "gap" in name else "s") for name, all_values in values.items()]


def _one_start(program: Path, environ: dict[str, str]) -> dict[str, float]:
    """When what was to be seen, in seconds from the start, and the largest gap before each, in ms."""
    command: list[str | Path] = [program]
    environment = os.environ | environ
    # A program from source is as quick as it is for those who keep what Python has compiled.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if program.is_dir():
        command = [Path(sys.executable).with_name("lenet-app")]
        environment["PYTHONPATH"] = str(program)
    began = time.time()
    done = subprocess.run(
        [*command, "--start-times"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=_TIMEOUT,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{program} did not start:\n{done.stderr}")
    told = {one["event"]: one for one in map(json.loads, done.stdout.splitlines())}
    times = {event: told[event]["time"] - began for event in _EVENTS if event in told}
    gaps = {
        f"largest gap before {event}": 1000 * told[event]["largest_gap"]
        for event in _EVENTS[1:]
        if "largest_gap" in told.get(event, {})
    }
    return times | gaps


@contextmanager
def _x_display() -> Iterator[str]:
    """An X server that nobody sees."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(_TIMEOUT)


def main() -> int:
    """Print the figures."""
    takes = parser(__doc__)
    takes.add_argument("--starts", type=int, default=7, help="how many of each count (default: 7)")
    takes.add_argument("--beside", type=Path, action="append", default=[], metavar="PROGRAM", help="compare with it")
    options = takes.parse_args()
    return tell("start", rows(options.starts, options.beside), options.json)


if __name__ == "__main__":
    sys.exit(main())
