"""Reproductions as the window runs them: in the strip, one at a time, and their report."""

import pytest
from PySide6.QtWidgets import QDialog, QTextBrowser
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.plan import Plan
from lenet_app.gui.train.report_dialog import show_report
from lenet_app.networks import family
from lenet_app.networks.tasks import tasks
from lenet_app.paths import Home
from lenet_app.storage.results import ReproductionFolder
from tests.gui.train.desk import TIMEOUT, TrainingDesk


def folder() -> ReproductionFolder:
    return ReproductionFolder(Home.of_user().reproduction)


def test_a_quick_reproduction_ends_with_its_report_within_the_window(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.control.reproduce(("lenet5-dropout", "lenet5-relu-same"), is_quick=True)
    assert desk.control.is_running
    assert desk.strip.is_running
    assert desk.control.closing_question[0] == "A reproduction is running. Stop it and close?"
    desk.until_ended()
    assert desk.strip.text == "2 of 2 reproduced."
    assert desk.running == [True, False]
    assert (desk.begun, desk.saved) == (0, []), "no model of it is taken over"
    with qtbot.waitSignal(desk.control.report_requested):
        desk.strip.outcome.button("Show the report").click()
    show_report(desk.window, Home.of_user(), desk.background, desk.notice)
    qtbot.waitUntil(lambda: desk.window.findChild(QDialog) is not None)
    dialog = desk.window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    assert "lenet5-relu-same" in dialog.findChild(QTextBrowser).toPlainText()  # type: ignore[union-attr]
    dialog.reject()


def test_the_heading_tells_where_it_is(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.control.reproduce(("lenet-caffe",))
    wanted = "Reproducing lenet-caffe, seed 1 of 3 (1 of 3)"
    qtbot.waitUntil(lambda: desk.strip.progress.heading == wanted, timeout=TIMEOUT)
    desk.until_moving()
    desk.strip.progress.pause_button.click()
    assert desk.strip.progress.heading == f"{wanted}, paused"
    desk.stop()
    assert desk.strip.text == "0 of 3 reproduced."
    assert desk.strip.outcome.close_button.isVisible()
    desk.strip.outcome.close_button.click()
    assert desk.strip.isHidden()


def test_a_stopped_reproduction_goes_on_from_where_it_was(desk: TrainingDesk) -> None:
    quick = tasks(("lenet5-dropout",), seeds=1, is_quick=True)
    desk.control.reproduce(("lenet5-dropout",), is_quick=True)
    desk.until_ended()
    first = folder().result(quick[0])
    assert first is not None
    desk.control.reproduce(("lenet5-dropout", "lenet5-relu-same"), is_quick=True)
    desk.until_ended()
    assert desk.strip.text == "2 of 2 reproduced."
    assert folder().result(quick[0]) == first


def test_what_is_missing_is_told_and_the_others_go_on(desk: TrainingDesk) -> None:
    desk.control.reproduce(("lenet-cifar", "lenet-rgb", "lenet5-dropout"), is_quick=True)
    desk.until_ended()
    assert desk.strip.text == "1 of 3 reproduced."
    for title in ("LeNet for CIFAR-10", "LeNet for colour"):
        assert f"{title} is skipped: its data set CIFAR-10 is not on this computer." in desk.notice.text


def test_one_thing_runs_at_a_time(desk: TrainingDesk) -> None:
    desk.begin()
    desk.control.reproduce(("lenet-caffe",))
    assert desk.strip.progress.heading == "Training LeNet-5 on MNIST"
    assert desk.control.closing_question[0] == "A training is running. Stop it and close?"
    desk.stop()
    desk.control.reproduce(("lenet-caffe",))
    desk.control.begin(Plan(family.member("lenet5"), family.member("lenet5").recipe))
    assert desk.strip.progress.heading.startswith("Reproducing")
    desk.stop()


@pytest.mark.parametrize("id_", ["lenet6"])
def test_an_unknown_network_is_told(desk: TrainingDesk, id_: str) -> None:
    desk.control.reproduce((id_,))
    assert f"There is no architecture {id_}" in desk.notice.text
    assert not desk.control.is_running
