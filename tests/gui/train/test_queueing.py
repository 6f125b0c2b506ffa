"""Trainings that are lined up on the page: begun one after the other, changed in their order, kept over a restart."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.sweep_dialog import SweepDialog
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.queue.queue import Queue, Turn
from lenet_app.samples.profiles import Profiles
from lenet_app.storage.library import ModelLibrary
from tests.gui.train.desk import TIMEOUT, TrainingDesk
from tests.unit.data.sample_files import write_some_mnist

RECIPE = Recipe(epochs=1, batch_size=50, augmentation=Augmentation.NONE, hold_out=0.1)


@pytest.fixture
def small(desk: TrainingDesk, tmp_path: Path) -> TrainingDesk:
    """Before three hundred digits."""
    desk.settings.data_set = str(write_some_mnist(tmp_path / "some", 300, 50))
    desk.open_page()
    desk.card.set_recipe(family.member("lenet5"), RECIPE)
    return desk


def queue() -> Queue:
    return Queue(Home.of_user().queue)


def line_up(desk: TrainingDesk, qtbot: QtBot, *seeds: int) -> None:
    before = len(desk.choices.queue.lines)
    for seed in seeds:
        desk.choices.seed.setValue(seed)
        desk.choices.queue_button.click()
    qtbot.waitUntil(lambda: len(desk.choices.queue.lines) == before + len(seeds), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: all(item.facts.estimate for item in desk.page._lineup.left), timeout=TIMEOUT)


def titles(desk: TrainingDesk) -> list[str]:
    return [line.title.removeprefix("LeNet-5 · ") for line in desk.choices.queue.lines]


def test_what_is_lined_up_is_trained_one_after_the_other(small: TrainingDesk, qtbot: QtBot) -> None:
    view = small.choices.queue
    assert not view.isVisible()
    line_up(small, qtbot, 1, 2, 3)
    assert view.isVisible()
    assert view.caption.startswith("Queue · 3 left, ")
    view.list.setCurrentRow(2)
    view.up_button.click()
    qtbot.waitUntil(lambda: titles(small) == ["seed 1", "seed 3", "seed 2"], timeout=TIMEOUT)
    view.list.setCurrentRow(0)
    view.remove_button.click()
    qtbot.waitUntil(lambda: titles(small) == ["seed 3", "seed 2"], timeout=TIMEOUT)
    assert not small.control.is_running
    view.start_button.click()
    qtbot.waitUntil(lambda: [i.facts.turn for i in queue().items()] == [Turn.DONE] * 2, timeout=TIMEOUT)
    small.until_ended()
    runs = RunStore(Home.of_user().runs).runs()
    assert sorted(run.head.seed for run in runs) == [2, 3]
    assert {run.state for run in runs} == {State.DONE}
    qtbot.waitUntil(lambda: view.caption == "Queue", timeout=TIMEOUT)
    assert all(" % right · " in line.note and "estimated" in line.note for line in view.lines)
    assert len(small.saved) == 2, "somebody decides about each"


def test_a_training_that_is_stopped_stops_the_queue_and_goes_on_with_it(small: TrainingDesk, qtbot: QtBot) -> None:
    small.card.set_recipe(family.member("lenet5"), replace(RECIPE, epochs=30))
    line_up(small, qtbot, 1, 2)
    small.choices.queue.start_button.click()
    small.until_moving()
    qtbot.waitUntil(lambda: len(small.page.learning.run.epochs) > 0, timeout=TIMEOUT)
    small.stop()
    qtbot.waitUntil(small.choices.queue.start_button.isEnabled, timeout=TIMEOUT)
    first, second = queue().items()
    assert (first.facts.turn, second.facts.turn) == (Turn.BEGUN, Turn.WAITING)
    small.choices.queue.start_button.click()
    qtbot.waitUntil(lambda: queue().items()[0].facts.turn is Turn.DONE, timeout=TIMEOUT)
    small.stop()
    store = RunStore(Home.of_user().runs)
    assert len(store.runs()) == 2
    assert "It goes on after epoch" in store.find(first.facts.run).log()


def test_what_is_lined_up_while_one_runs_comes_next(small: TrainingDesk, qtbot: QtBot) -> None:
    small.choices.train_button.click()
    assert small.choices.queue_button.isEnabled()
    assert not small.choices.train_button.isEnabled()
    line_up(small, qtbot, 2)
    qtbot.waitUntil(lambda: [i.facts.turn for i in queue().items()] == [Turn.DONE], timeout=TIMEOUT)
    small.until_ended()
    assert len(RunStore(Home.of_user().runs).runs()) == 2


def test_the_queue_is_there_at_the_next_start(small: TrainingDesk, qtbot: QtBot, tmp_path: Path) -> None:
    line_up(small, qtbot, 4)
    other = TrainingDesk(tmp_path / "next", qtbot)
    try:
        qtbot.waitUntil(lambda: titles(other) == ["seed 4"], timeout=TIMEOUT)
        assert other.choices.queue.start_button.isEnabled()
    finally:
        other.finish()


def test_a_sweep_is_lined_up(small: TrainingDesk, qtbot: QtBot) -> None:
    small.choices.sweep_button.click()
    (dialog,) = small.window.findChildren(SweepDialog)
    assert dialog.text == "1 training"
    dialog.activations[Activation.RELU].setChecked(True)
    dialog.activations[Activation.TANH].setChecked(True)
    dialog.kernels.setText("4-8, 6-16")
    dialog.seeds.setValue(2)
    assert dialog.text == "8 trainings"
    dialog.kernels.setText("4-8-9")
    assert dialog.text == "LeNet-5 has 2 convolutions, not 3."
    assert not dialog.add_button.isEnabled()
    dialog.rates.setText("fast")
    dialog.kernels.setText("4-8")
    assert dialog.text == "fast is not a number."
    dialog.rates.setText("0.01")
    dialog.add_button.click()
    qtbot.waitUntil(lambda: len(small.choices.queue.lines) == 4, timeout=TIMEOUT)
    assert titles(small)[0] == "relu · 4-8 · rate 0.01 · seed 1"
    qtbot.waitUntil(lambda: all(item.facts.estimate for item in small.page._lineup.left), timeout=TIMEOUT)


def test_each_person_has_a_queue_and_what_runs_goes_on_for_the_one_who_began_it(
    small: TrainingDesk, qtbot: QtBot
) -> None:
    anna, first = Profiles(Home.of_user()).add("Anna").home, Home.of_user()
    small.card.set_recipe(family.member("lenet5"), replace(RECIPE, epochs=3))
    line_up(small, qtbot, 1, 2)
    small.choices.queue.start_button.click()
    small.until_moving()
    small.control.turn_to(anna, ModelLibrary(anna.undecided))
    assert small.control.is_running_for(first)
    assert not small.control.is_running_for(anna)
    qtbot.waitUntil(lambda: not small.choices.queue.lines, timeout=TIMEOUT)
    small.until_ended()
    qtbot.waitUntil(lambda: [i.facts.turn for i in queue().items()] == [Turn.DONE, Turn.WAITING], timeout=TIMEOUT)
    (entry, _model) = small.saved[0]
    assert small.library.has(entry)
    line_up(small, qtbot, 7)
    assert titles(small) == ["seed 7"]
    assert len(Queue(anna.queue).items()) == 1
    small.control.turn_to(first, small.library)
    qtbot.waitUntil(lambda: titles(small) == ["seed 2", "seed 1"], timeout=TIMEOUT)
    assert not small.control.is_running, "what waits is begun by whoever lined it up"
