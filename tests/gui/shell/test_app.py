"""The start of the window, in a process of its own."""

from pathlib import Path

import pytest

from lenet_app.paths import HOME_VARIABLE
from tests.unit.commands.running import as_process

HELD = """
import gc, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from lenet_app.commands.window import hold_collection
from lenet_app.gui.shell.app import run_window
from lenet_app.paths import Home

collects = []

def look(window):
    collects.append(gc.isenabled())
    window.stop_and_close()

def watch(window):
    collects.append(gc.isenabled())
    window.model_in_use.model_changed.connect(lambda _: QTimer.singleShot(0, window, lambda: look(window)))

hold_collection()
run_window(Home.of_user(), watch)
sys.exit(collects[:2] != [False, True])
"""


def test_garbage_is_collected_again_once_the_window_is_there(tmp_path: Path) -> None:
    done = as_process(tmp_path, code=HELD)
    assert done.status == 0, done.err


NOTICE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from lenet_app.gui.shell.app import run_window
from lenet_app.paths import Home

def look(window):
    assert window.notice.isVisible()
    print(window.notice.text)
    print(window.model_in_use.entry.shipped)
    window.stop_and_close()

def watch(window):
    window.model_in_use.model_changed.connect(lambda _: QTimer.singleShot(0, window, lambda: look(window)))

run_window(Home.of_user(), watch)
"""


def test_a_folder_that_cannot_be_read_is_told_in_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv(HOME_VARIABLE, str(file / "folder"))
    done = as_process(tmp_path, code=NOTICE)
    assert (done.status, done.err) == (0, "")
    told = f"The folder {file / 'folder'} cannot be read: Not a directory."
    assert done.out.splitlines() == [told, "True"]


SEEN_FIRST = """
import builtins, sys
from PySide6.QtCore import QTimer
from lenet_app.commands.window import prepare_window
from lenet_app.paths import Home

prepare_window()
plain = builtins.__import__
from lenet_app.gui.shell.app import run_window

def watch(window):
    begin = window._begin

    def look():
        parts = ("torch", "PIL", "msgspec", "lenet_app.runs", "lenet_app.training", "lenet_app.reading",
                 "lenet_app.ink.paper", "lenet_app.gui.train", "lenet_app.gui.read", "lenet_app.gui.networks",
                 "lenet_app.gui.shell.trainings", "lenet_app.gui.answering.model_panel",
                 "lenet_app.gui.answering.answers", "lenet_app.gui.kit.name_dialog",
                 "lenet_app.gui.plots", "lenet_app.charts", "pyqtgraph")
        print(*[name for name in parts if name in sys.modules])
        begin()

    window._begin = look
    window.ready.connect(lambda: QTimer.singleShot(0, window, told))

    def told():
        print(builtins.__import__ is plain, "torch" in sys.modules)
        print(*sorted({"torch._dynamo", "torch._inductor", "sympy"} & sys.modules.keys()))
        window.stop_and_close()

sys.exit(run_window(Home.of_user(), watch))
"""


def test_the_first_paint_waits_for_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    done = as_process(tmp_path, code=SEEN_FIRST)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == ["", "True True", ""]
