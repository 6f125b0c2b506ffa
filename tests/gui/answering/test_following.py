"""Whether the model in use follows a training, from its begin to its end."""

from dataclasses import replace

import pytest

from lenet_app.gui.answering.following import Following
from lenet_app.networks.model import Model
from tests.gui.answering.desk import Desk
from tests.gui.helpers import shipped_model

FIRST = shipped_model().name


@pytest.fixture
def following(desk: Desk) -> Following:
    return Following(desk.in_use, desk.switch, desk.page)


def epoch(number: int) -> Model:
    return replace(shipped_model(), name=f"epoch {number}")


def save(desk: Desk, following: Following) -> None:
    model = replace(shipped_model(), name="trained", created="2026-02-02T00:00:00+00:00")
    following.take_saved(desk.library.save(model), model)


def way_back(desk: Desk) -> str:
    return "" if desk.in_use.way_back is None else desk.in_use.way_back.name


def test_a_training_takes_over_and_leaves_a_way_back(desk: Desk, following: Following) -> None:
    following.begin()
    for number in (1, 2):
        following.take_epoch(epoch(number), f"in training, epoch {number}")
        assert (desk.answering, desk.shown) == (f"epoch {number}", f"in training, epoch {number}")
    assert desk.in_use.finished is not None
    assert desk.in_use.finished.name == FIRST
    save(desk, following)
    following.end()
    desk.wait_for("trained")
    assert way_back(desk) == FIRST
    following.go_back()
    desk.wait_for(FIRST)
    assert way_back(desk) == ""


def test_the_next_training_withdraws_the_way_back(desk: Desk, following: Following) -> None:
    following.begin()
    save(desk, following)
    following.end()
    desk.wait_for("trained")
    following.begin()
    assert way_back(desk) == ""
    following.end()
    assert way_back(desk) == ""


def test_a_training_that_leaves_nothing_gives_way_again(desk: Desk, following: Following) -> None:
    following.begin()
    following.take_epoch(epoch(1), "in training, epoch 1")
    following.end()
    desk.wait_for(FIRST)
    assert way_back(desk) == ""


def test_who_chooses_another_model_keeps_it(desk: Desk, following: Following) -> None:
    following.begin()
    following.take_epoch(epoch(1), "in training, epoch 1")
    desk.choose("second")
    desk.wait_for("second")
    following.take_epoch(epoch(2), "in training, epoch 2")
    save(desk, following)
    following.end()
    desk.settled()
    assert desk.answering == desk.shown == "second"
    assert way_back(desk) == ""
    assert desk.selector.combo.count() == 4, "the new model is listed"


def test_who_chooses_a_network_by_its_architecture_keeps_its_model(desk: Desk, following: Following) -> None:
    following.begin()
    following.take_epoch(epoch(1), "in training, epoch 1")
    desk.switch.use_architecture("lenet5")
    desk.wait_for(FIRST)
    following.take_epoch(epoch(2), "in training, epoch 2")
    assert desk.answering == FIRST


@pytest.mark.parametrize("is_followed", [True, False])
def test_a_model_that_could_not_be_saved_is_kept_at_hand(desk: Desk, following: Following, is_followed: bool) -> None:
    following.begin()
    if not is_followed:
        desk.choose("second")
        desk.wait_for("second")
    following.take_unsaved(replace(shipped_model(), name="trained"), "trained, not saved")
    following.end()
    desk.settled()
    assert (desk.answering, desk.shown) == ("trained", "trained, not saved")
    assert desk.in_use.finished is desk.in_use.model
    assert way_back(desk) == ""


def test_an_end_without_a_beginning_changes_nothing(desk: Desk, following: Following) -> None:
    """As of a reproduction, whose models nobody follows."""
    before = desk.in_use.model
    following.end()
    desk.settled()
    assert desk.in_use.model is before
