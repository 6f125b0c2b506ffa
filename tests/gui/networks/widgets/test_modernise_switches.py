import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.gui.networks.widgets.modernise_switches import ModerniseSwitches
from lenet_app.networks.modernise import Parts, Step


@pytest.fixture
def switches(qtbot: QtBot) -> ModerniseSwitches:
    switches = ModerniseSwitches()
    qtbot.addWidget(switches)
    switches.show()
    return switches


def button(switches: ModerniseSwitches, name: str) -> QPushButton:
    return next(one for one in switches.findChildren(QPushButton) if one.accessibleName() == name)


def test_they_begin_in_1998(switches: ModerniseSwitches) -> None:
    assert switches.parts == Parts()
    names = [one.accessibleName() for one in switches.findChildren(QPushButton) if one.isChecked()]
    assert sorted(names) == ["Activation: scaled tanh", "C3: table", "Output: RBF", "Subsampling: trainable"]


@pytest.mark.parametrize("step", list(Step))
def test_each_step_is_a_click_and_a_click_leads_back(switches: ModerniseSwitches, qtbot: QtBot, step: Step) -> None:
    with qtbot.waitSignal(switches.changed) as signal:
        QTest.mouseClick(switches.button(step), Qt.MouseButton.LeftButton)
    assert signal.args == [Parts(frozenset({step}))]
    for name in ("C3: table", "Output: RBF", "Activation: scaled tanh", "Subsampling: trainable"):
        QTest.mouseClick(button(switches, name), Qt.MouseButton.LeftButton)
    assert switches.parts == Parts()


def test_the_poolings_exclude_each_other(switches: ModerniseSwitches) -> None:
    QTest.mouseClick(switches.button(Step.AVERAGE_POOL), Qt.MouseButton.LeftButton)
    QTest.mouseClick(switches.button(Step.MAX_POOL), Qt.MouseButton.LeftButton)
    assert switches.parts == Parts(frozenset({Step.MAX_POOL}))


def test_showing_parts_tells_nobody(switches: ModerniseSwitches, qtbot: QtBot) -> None:
    parts = Parts(frozenset({Step.RELU, Step.SOFTMAX}))
    with qtbot.assertNotEmitted(switches.changed):
        switches.set_parts(parts)
    assert switches.parts == parts


def test_the_keys_switch_too(switches: ModerniseSwitches) -> None:
    switches.activateWindow()
    first = button(switches, "Subsampling: trainable")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(switches.focusWidget(), Qt.Key.Key_Space)
    assert switches.parts == Parts(frozenset({Step.AVERAGE_POOL}))
