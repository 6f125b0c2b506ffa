"""The window slides over a map and stops at its end."""

from pytestqt.qtbot import QtBot

from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.sliding import Sliding
from lenet_app.inspection.units import Unit
from lenet_app.inspection.walking import next_position
from tests.gui.helpers import shipped_model


def test_positions_follow_each_other_row_by_row() -> None:
    architecture = shipped_model().architecture
    assert next_position(architecture, Unit("S4", (2, 0, 4))) == Unit("S4", (2, 1, 0))
    assert next_position(architecture, Unit("S4", (2, 1, 0)), -1) == Unit("S4", (2, 0, 4))
    assert next_position(architecture, Unit("S4", (2, 4, 4))) is None
    assert next_position(architecture, Unit("S4", (2, 0, 0)), -1) is None
    assert next_position(architecture, Unit("F6", (2,))) is None


def test_it_passes_every_position_and_stops_by_itself(qtbot: QtBot) -> None:
    choice = UnitChoice()
    choice.follow(shipped_model())
    choice.choose(Unit("S4", (2, 4, 4)))
    sliding, passed, told = Sliding(choice, choice), list[Unit](), list[bool]()
    choice.chosen.connect(passed.append)
    sliding.changed.connect(told.append)
    sliding.set_speed(500)
    sliding.start()
    assert passed == [Unit("S4", (2, 0, 0))], "from the end it begins anew"
    qtbot.waitUntil(lambda: not sliding.is_sliding, timeout=20_000)
    assert passed == [Unit("S4", (2, row, column)) for row in range(5) for column in range(5)]
    assert told == [True, False]


def test_units_without_positions_are_not_slid_over() -> None:
    choice = UnitChoice()
    choice.follow(shipped_model())
    choice.choose(Unit("F6", (2,)))
    sliding = Sliding(choice, choice)
    sliding.start()
    assert not sliding.is_sliding
