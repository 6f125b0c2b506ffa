"""Signals that ask a command to end."""

import os
import signal
import sys

import pytest

from lenet_app.commands.interrupt import Ended, endings_as_interrupts, interrupt, status_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

ENDINGS = ("SIGTERM", "SIGHUP")


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
