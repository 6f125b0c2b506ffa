"""Whether Draw follows a training, from its begin to its end."""

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


def test_the_network_in_training_answers_and_the_model_in_use_stays(desk: Desk, following: Following) -> None:
    following.begin()
    for number in (1, 2):
        following.show(epoch(number), f"in training, epoch {number}")
        assert (desk.answering, desk.shown) == (f"epoch {number}", f"in training, epoch {number}")
    assert desk.in_use.finished is not None
    assert desk.in_use.finished.name == FIRST
    assert desk.settings.model == FIRST
    following.end()
    assert (desk.answering, desk.shown) == (FIRST, FIRST)


def test_who_chooses_another_model_keeps_it(desk: Desk, following: Following) -> None:
    following.begin()
    following.show(epoch(1), "in training, epoch 1")
    desk.choose("second")
    desk.wait_for("second")
    following.show(epoch(2), "in training, epoch 2")
    following.end()
    desk.settled()
    assert desk.answering == desk.shown == "second"


def test_who_chooses_a_network_by_its_architecture_keeps_its_model(desk: Desk, following: Following) -> None:
    following.begin()
    following.show(epoch(1), "in training, epoch 1")
    desk.switch.use_architecture("lenet5")
    desk.wait_for(FIRST)
    following.show(epoch(2), "in training, epoch 2")
    assert desk.answering == FIRST


def test_an_end_without_a_beginning_changes_nothing(desk: Desk, following: Following) -> None:
    """As of a reproduction, whose models nobody follows."""
    before = desk.in_use.model
    following.end()
    desk.settled()
    assert desk.in_use.model is before
