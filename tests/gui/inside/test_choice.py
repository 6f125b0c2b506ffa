"""The unit that is looked at, and what becomes of it when another model answers."""

from dataclasses import replace

from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.inspection.units import Unit
from tests.gui.helpers import shipped_model
from tests.gui.layers.test_view_family import model_of

C3 = Unit("C3", (4, 2, 7))


def _with_listener() -> tuple[UnitChoice, list[object]]:
    choice, told = UnitChoice(), list[object]()
    for signal in (choice.chosen, choice.pointed, choice.label_changed):
        signal.connect(told.append)
    return choice, told


def test_what_changes_is_told_once() -> None:
    choice, told = _with_listener()
    for _ in range(2):
        choice.choose(C3)
        choice.point(Unit("F6", (3,)))
        choice.set_label(5)
    assert told == [C3, Unit("F6", (3,)), 5]
    assert (choice.unit, choice.pointed_at, choice.label) == (C3, Unit("F6", (3,)), 5)
    choice.clear()
    assert told[3:] == [None, None]


def test_unit_and_label_stay_in_another_model_of_the_same_architecture() -> None:
    choice, _ = _with_listener()
    choice.follow(shipped_model())
    choice.choose(C3)
    choice.set_label(5)
    choice.point(C3)
    choice.follow(replace(shipped_model(), name="other"))
    assert (choice.unit, choice.pointed_at, choice.label) == (C3, None, 5)


def test_what_the_next_model_does_not_have_is_let_go() -> None:
    choice, told = _with_listener()
    choice.follow(shipped_model())
    choice.choose(Unit("C3", (1, 1, 1)))
    choice.set_label(5)
    choice.follow(model_of("lenet-caffe", classes=4))
    assert (choice.unit, choice.label) == (None, None)
    assert told[-2:] == [None, None]
