"""The built program on a real X display: a digit is drawn with the mouse and a training started, seen from outside."""

import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from tests.e2e.built import built_program

WIDTH, HEIGHT = 1280, 720
# A 7, as shares of the canvas.
SEVEN = ((0.3, 0.25), (0.7, 0.25), (0.5, 0.6), (0.42, 0.8))
STEPS = 8  # between two of its points
# Where things lie in a window of this size, in pixels: left, top, right, bottom.
CANVAS = (91, 52, 379, 340)
ANSWER = (1064, 60, 1264, 500)
PROGRESS = (390, 698, 700, 710)
TRAIN_BUTTON = (160, 379)
PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Desktop:
    """A display without a screen, with the program's window on it."""

    display: str
    window: str
    folder: Path

    def xdotool(self, *arguments: object) -> str:
        """Move the mouse, press keys, or ask."""
        environ = os.environ | {"DISPLAY": self.display}
        command = ["xdotool", *map(str, arguments)]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=True).stdout

    def shot(self, name: str) -> npt.NDArray[np.int16]:
        """What the display shows, (height, width, 3); it is kept under this name."""
        path = self.folder / f"{name}.png"
        environ = os.environ | {"DISPLAY": self.display}
        subprocess.run(["import", "-silent", "-window", "root", path], env=environ, timeout=60, check=True)
        with Image.open(path) as image:
            return np.asarray(image.convert("RGB"), np.int16)

    def changes(self, before: npt.NDArray[np.int16], part: tuple[int, int, int, int], name: str) -> Callable[[], bool]:
        """Whether a part of the display looks unlike before."""
        left, top, right, bottom = part

        def look() -> bool:
            difference = np.abs(self.shot(name) - before)[top:bottom, left:right]
            return bool((difference.max(axis=2) > 40).sum() > 50)

        return look


def until(holds: Callable[[], object], what: str) -> None:
    """Ask again and again, as each question takes its time, until something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what} did not come."


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    for tool in ("Xvfb", "xdotool", "import"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed.")
    program = built_program()
    reading, writing = os.pipe()
    screen = f"{WIDTH}x{HEIGHT}x24"
    server_command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"]
    home = tmp_path / "home of Zoë"
    home.mkdir()
    shots = Path(os.environ.get("LENET_SHOTS") or tmp_path)
    shots.mkdir(exist_ok=True)
    with subprocess.Popen(server_command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home), "DISPLAY": display}
        with subprocess.Popen([program / "lenet-app"], env=environ, stderr=subprocess.PIPE, text=True) as running:
            try:
                waiting = Desktop(display, "", shots)
                window = waiting.xdotool("search", "--sync", "--onlyvisible", "--name", "lenet-app").split()[0]
                yield Desktop(display, window, shots)
                assert running.poll() is None, running.stderr.read() if running.stderr else ""
            finally:
                running.terminate()
                assert running.wait(PATIENCE) == 0
                server.terminate()


def on_canvas() -> list[tuple[int, int]]:
    """The 7 in pixels, with points between its corners."""
    left, top, right, bottom = CANVAS
    shares = [np.linspace(a, b, STEPS) for a, b in itertools.pairwise(SEVEN)]
    return [(round(left + x * (right - left)), round(top + y * (bottom - top))) for x, y in np.concatenate(shares)]


def test_a_digit_is_drawn_and_a_training_begun(desktop: Desktop) -> None:
    desktop.xdotool("windowmove", "--sync", desktop.window, 0, 0)
    empty = desktop.shot("1-empty")
    points = on_canvas()
    desktop.xdotool("mousemove", *points[0], "mousedown", 1)
    for point in points[1:]:
        desktop.xdotool("mousemove", *point)
    desktop.xdotool("mouseup", 1)
    until(desktop.changes(empty, CANVAS, "2-drawn"), "The drawing")
    until(desktop.changes(empty, ANSWER, "2-drawn"), "The answer")
    desktop.xdotool("key", "ctrl+t")
    # Its bar is grey until the first batches are learned.
    left, top, right, bottom = PROGRESS

    def learns() -> bool:
        # Pressed again while the pictures are being read; while a training runs the button does nothing.
        desktop.xdotool("mousemove", *TRAIN_BUTTON, "click", 1)
        bar = desktop.shot("3-training")[top:bottom, left:right]
        return bool((bar[..., 2] - bar[..., 0] > 100).sum() > 20)

    until(learns, "The training's progress")
