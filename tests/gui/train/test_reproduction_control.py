"""Reproductions as the window runs them: in the bar, one at a time, and their report."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from lenet_app.networks import family
from lenet_app.networks.tasks import tasks
from lenet_app.paths import Home
from lenet_app.storage.results import ReproductionFolder
from tests.gui.train.desk import TIMEOUT, TrainingDesk


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TrainingDesk]:
    desk = TrainingDesk(tmp_path, qtbot)
    yield desk
    desk.finish()


class Opener(QObject):
    """Takes what would be opened by another program."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def opener() -> Iterator[Opener]:
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type]  # the stub is wrong
    yield opener
    QDesktopServices.unsetUrlHandler("file")


def folder() -> ReproductionFolder:
    return ReproductionFolder(Home.of_user().reproduction)


def test_a_quick_reproduction_ends_with_its_report(desk: TrainingDesk, opener: Opener) -> None:
    desk.control.reproduce(("lenet5-dropout", "lenet5-relu-same"), is_quick=True)
    assert desk.control.is_running
    assert desk.bar.is_running
    assert desk.control.closing_question[0] == "A reproduction is running. Stop it and close?"
    desk.until_ended()
    assert desk.controls.summary == "2 of 2 reproduced."
    assert desk.running == [True, False]
    assert (desk.begun, desk.saved) == (0, []), "no model of it is taken over"
    report = folder().report
    desk.controls.link_activated.emit(QUrl.fromLocalFile(str(report)).toString())
    assert opener.opened == [str(report)]
    assert "`lenet5-relu-same`" in report.read_text(encoding="utf-8")


def test_the_heading_tells_where_it_is(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.control.reproduce(("lenet-caffe",))
    wanted = "Reproducing lenet-caffe, seed 1 of 3 (1 of 3)"
    qtbot.waitUntil(lambda: desk.bar.progress.heading == wanted, timeout=TIMEOUT)
    desk.until_moving()
    desk.bar.progress.pause_button.click()
    assert desk.bar.progress.heading == f"{wanted}, paused"
    desk.stop()
    assert desk.controls.summary == "0 of 3 reproduced."


def test_a_stopped_reproduction_goes_on_from_where_it_was(desk: TrainingDesk, qtbot: QtBot) -> None:
    quick = tasks(("lenet5-dropout",), seeds=1, is_quick=True)
    desk.control.reproduce(("lenet5-dropout",), is_quick=True)
    desk.until_ended()
    first = folder().result(quick[0])
    assert first is not None
    desk.control.reproduce(("lenet5-dropout", "lenet5-relu-same"), is_quick=True)
    desk.until_ended()
    assert desk.controls.summary == "2 of 2 reproduced."
    assert folder().result(quick[0]) == first


def test_what_is_missing_is_told_and_the_others_go_on(desk: TrainingDesk) -> None:
    desk.control.reproduce(("lenet-cifar", "lenet-rgb", "lenet5-dropout"), is_quick=True)
    desk.until_ended()
    assert desk.controls.summary == "1 of 3 reproduced."
    for title in ("LeNet for CIFAR-10", "LeNet for colour"):
        assert f"{title} is skipped: its data set CIFAR-10 is not on this computer." in desk.bar.notice.text


def test_one_thing_runs_at_a_time(desk: TrainingDesk) -> None:
    desk.control.begin(None)
    desk.control.reproduce(("lenet-caffe",))
    assert desk.bar.progress.heading == "Training LeNet-5 on MNIST"
    assert desk.control.closing_question[0] == "A training is running. Stop it and close?"
    desk.stop()
    desk.control.reproduce(("lenet-caffe",))
    desk.control.begin(None)
    desk.control.begin_member(family.member("lenet5-wide"))
    assert desk.bar.progress.heading.startswith("Reproducing")
    assert desk.controls.member == family.member("lenet5")
    desk.stop()


def test_an_unknown_network_is_told(desk: TrainingDesk) -> None:
    desk.control.reproduce(("lenet6",))
    assert "There is no architecture lenet6" in desk.bar.notice.text
    assert not desk.control.is_running
