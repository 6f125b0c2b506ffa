import logging
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.gui.workers.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    parent = QObject()
    background = Background(parent)
    yield background
    background.finish()


def unexpected(what: object) -> None:
    pytest.fail(f"Unexpected: {what}")


def test_work_is_done_beside_and_told_on_the_main_thread(background: Background, qtbot: QtBot) -> None:
    told: list[tuple[bool, bool]] = []
    main = QThread.currentThread()

    def on_success(was_beside: bool) -> None:
        told.append((was_beside, QThread.currentThread() is main))

    background.run(lambda: threading.current_thread() is not threading.main_thread(), on_success, unexpected)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(True, True)]


def test_what_was_asked_for_first_is_done_first(background: Background, qtbot: QtBot) -> None:
    told: list[int] = []
    for number in range(20):
        background.run(lambda number=number: number, told.append, unexpected)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(told) == 20)
    assert told == list(range(20))


def test_a_users_error_is_told_as_it_stands(
    background: Background, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []

    def work() -> None:
        raise UserError("seven.txt is not a picture.")

    background.run(work, unexpected, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["seven.txt is not a picture."]
    assert not caplog.records


def test_a_defect_becomes_one_sentence_and_a_logged_traceback(
    background: Background, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []

    def work() -> None:
        raise ValueError("the weights\nand the biases\nare gone")

    background.run(work, unexpected, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["Something went wrong within the program (the weights)."]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "in work" in caplog.text, "the traceback leads to the place"
    assert "and the biases" in caplog.text


def test_a_lack_of_memory_is_told_as_such() -> None:
    assert sentence_for(MemoryError()) == "There is not enough memory for this."


@pytest.mark.parametrize(
    ("error", "fault"), [(RuntimeError(), "RuntimeError"), (KeyError("C1"), "'C1'"), (ValueError(" \n"), "ValueError")]
)
def test_every_failure_has_a_sentence(error: Exception, fault: str) -> None:
    assert sentence_for(error) == f"Something went wrong within the program ({fault})."


def test_after_a_failure_the_work_goes_on(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []

    def fail() -> None:
        raise UserError("No.")

    background.run(fail, unexpected, told.append)
    background.run(lambda: "yes", told.append, unexpected)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["No.", "yes"]


def test_finishing_drops_what_has_not_begun(qtbot: QtBot) -> None:
    parent = QObject()
    background = Background(parent)
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        begun.set()
        go_on.wait(10)
        done.append("first")

    background.run(first, lambda _result: None, unexpected)
    for _ in range(5):
        background.run(lambda: done.append("later"), lambda _result: None, unexpected)
    assert begun.wait(10)
    threading.Timer(0.3, go_on.set).start()
    background.finish()
    assert done == ["first"]


def test_nothing_begins_after_the_end(background: Background, qtbot: QtBot) -> None:
    """What is still delivered may ask for more, whose results nobody would be there to take."""
    ran: list[str] = []

    def ask_for_more(name: str) -> None:
        ran.append(name)
        background.run(lambda: ran.append("late"), unexpected, unexpected)

    background.run(lambda: "first", ask_for_more, unexpected)
    background.finish()
    qtbot.waitUntil(lambda: bool(ran))
    background.finish()
    assert ran == ["first"]
