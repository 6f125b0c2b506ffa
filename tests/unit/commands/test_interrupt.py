"""Signals that ask a command to end."""

import importlib
import os
import signal
import sys
import time
from pathlib import Path
from threading import Event
from types import ModuleType

import pytest

from lenet_app.commands.interrupt import Ended, endings_as_interrupts, interrupt, status_of
from tests.unit.commands.running import as_process

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

ENDINGS = ("SIGTERM", "SIGHUP")
LONGEST = 20  # seconds for a signal to come again


@pytest.mark.parametrize("name", ENDINGS)
def test_a_request_to_end_stops_in_order_however_often_it_comes(name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with interrupt() as stop:
        assert stop.status == 0
        for _ in range(2):
            os.kill(os.getpid(), number)
        assert stop.is_set()
        assert stop.status == 128 + number
    assert signal.getsignal(number) is before


def test_a_second_ctrl_c_ends_at_once() -> None:
    with interrupt() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert (stop.is_set(), stop.status) == (True, 0)
        with pytest.raises(KeyboardInterrupt) as caught:
            os.kill(os.getpid(), signal.SIGINT)
    assert status_of(caught.value) == 130


@pytest.mark.parametrize("name", ENDINGS)
def test_what_cannot_stop_in_order_is_broken_off(name: str) -> None:
    number = getattr(signal, name)
    with pytest.raises(Ended) as caught, endings_as_interrupts():
        os.kill(os.getpid(), number)
    assert status_of(caught.value) == 128 + number


def test_a_hangup_that_is_ignored_stays_so_as_under_nohup() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with endings_as_interrupts(), interrupt() as stop:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not stop.is_set()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("name", ["SIGINT", *ENDINGS])
def test_a_library_that_is_being_loaded_is_loaded_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / f"loading_{name}.py").write_text(
        f"import os, signal\nos.kill(os.getpid(), signal.{name})\nloaded = [number for number in range(1000)]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    found: list[ModuleType] = []
    with pytest.raises(KeyboardInterrupt) as caught, endings_as_interrupts():
        _load_and_wait(f"loading_{name}", found)
    assert [len(module.loaded) for module in found] == [1000]
    assert status_of(caught.value) == 128 + getattr(signal, name)


def _load_and_wait(name: str, found: list[ModuleType]) -> None:
    found.append(importlib.import_module(name))
    began = time.monotonic()
    try:
        Event().wait(LONGEST)  # for the signal, which comes again
    finally:
        assert time.monotonic() - began < LONGEST, "it ends what waits"


INTERRUPTED = """
import os, runpy, signal, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == wanted:
            os.kill(os.getpid(), signal.SIGINT)
wanted = sys.argv.pop(1)
sys.meta_path.insert(0, Interrupting())
runpy.run_module("lenet_app", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        *(("lenet_app.cli", "--version"), ("argparse", "evaluate"), ("lenet_app.paths", "download")),
        *(("lenet_app.data.catalogue", "evaluate"), ("numpy.linalg", "evaluate"), ("tqdm", "download")),
        *(("PySide6.QtCore", "--version"), ("torch", "--version"), ("torch.autograd", "evaluate")),
    ],
)
def test_ctrl_c_while_a_module_is_loaded_is_no_traceback(module: str, arguments: str) -> None:
    result = as_process(module, *arguments.split(), code=INTERRUPTED)
    assert result.status == 130 or (result.status == 0 and result.out)
    assert result.err in ("", "lenet-app: Interrupted.\n")
