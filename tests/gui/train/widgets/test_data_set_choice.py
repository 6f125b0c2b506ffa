import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.data_set_choice import DataSetChoice

SETS = [("mnist", "MNIST"), ("cifar10", "CIFAR-10"), ("/data/mine", "Mine")]


@pytest.fixture
def choice(qtbot: QtBot) -> DataSetChoice:
    choice = DataSetChoice()
    qtbot.addWidget(choice)
    choice.set_sets(SETS, "mnist")
    choice.show()
    return choice


def pick(choice: DataSetChoice, text: str) -> None:
    """Choose a line, as in the opened list, which this platform cannot show."""
    index = choice.findText(text)
    assert index >= 0
    choice.setCurrentIndex(index)
    choice.activated.emit(index)


def test_a_set_is_chosen(choice: DataSetChoice, qtbot: QtBot) -> None:
    assert choice.titles == ["MNIST", "CIFAR-10", "Mine"]
    with qtbot.waitSignal(choice.chosen) as signal:
        pick(choice, "Mine")
    assert signal.args == ["/data/mine"]
    assert choice.name == "mnist", "until it has been read"


def test_choosing_the_same_asks_for_nothing(choice: DataSetChoice, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(choice.chosen):
        pick(choice, "MNIST")


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Open file…", "open_file_requested"),
        ("Open folder…", "open_folder_requested"),
        ("Download…", "download_requested"),
    ],
)
def test_the_last_lines_ask_for_others(choice: DataSetChoice, qtbot: QtBot, text: str, signal: str) -> None:
    with qtbot.assertNotEmitted(choice.chosen), qtbot.waitSignal(getattr(choice, signal)):
        pick(choice, text)
    assert choice.currentText() == "MNIST"


def test_the_keys_step_through_the_sets_and_open_nothing(choice: DataSetChoice, qtbot: QtBot) -> None:
    asked: list[str] = []
    choice.chosen.connect(asked.append)
    choice.chosen.connect(choice.show_name)
    for request in (choice.open_file_requested, choice.open_folder_requested, choice.download_requested):
        request.connect(lambda: asked.append("opened"))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Up):
        QTest.keyClick(choice, key)
    assert asked == ["cifar10", "/data/mine", "mnist"]


def test_the_wheel_chooses_nothing(choice: DataSetChoice, qtbot: QtBot) -> None:
    place = QPointF(choice.rect().center())
    event = QWheelEvent(
        place,
        choice.mapToGlobal(place),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.assertNotEmitted(choice.chosen):
        QApplication.sendEvent(choice, event)
    assert choice.currentText() == "MNIST"


def test_nothing_can_be_chosen_while_a_set_is_read(choice: DataSetChoice, qtbot: QtBot) -> None:
    choice.set_busy("Reading…")
    assert choice.is_busy
    assert (choice.currentIndex(), choice.placeholderText()) == (-1, "Reading…")
    with qtbot.assertNotEmitted(choice.chosen):
        QTest.keyClick(choice, Qt.Key.Key_Down)
        QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert not choice.view().isVisible()
    choice.show_name("cifar10")
    assert choice.currentIndex() == -1
    choice.set_busy("")
    assert choice.currentText() == "CIFAR-10"
    assert "CIFAR-10" in choice.toolTip()
