"""A run as the page shows it: while it learns, changed on the way, given one more epoch, and as it was kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Optimiser, Recipe, Schedule
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.run import make
from lenet_app.storage.recipes import read_recipe, write_recipe
from tests.gui.train.desk import TIMEOUT, TrainingDesk
from tests.unit.data.sample_files import write_some_mnist
from tests.unit.runs.kept.making import small_run
from tests.unit.training.runs import plain_recipe

RECIPE = replace(
    family.member("lenet5").recipe,
    epochs=3,
    steps=0,
    batch_size=50,
    learning_rate=0.002,
    optimiser=Optimiser.ADAM,
    schedule=Schedule.CONSTANT,
    augmentation=Augmentation.NONE,
    hold_out=0.2,
    no_digits=False,
)


@pytest.fixture
def finished(tmp_path: Path) -> None:
    """A run that is there before the window is."""
    list(make(small_run(tmp_path)))


@pytest.fixture
def small(desk: TrainingDesk, tmp_path: Path) -> TrainingDesk:
    """Before five hundred digits."""
    desk.settings.data_set = str(write_some_mnist(tmp_path / "some", 500, 50))
    desk.open_page()
    desk.card.set_recipe(family.member("lenet5"), RECIPE)
    return desk


def train(desk: TrainingDesk) -> None:
    desk.choices.train_button.click()


def test_curves_table_kernels_and_layers_of_a_training(small: TrainingDesk, qtbot: QtBot) -> None:
    view = small.page.learning
    assert not view.isVisible()
    train(small)
    assert view.isVisible()
    small.until_ended()
    qtbot.waitUntil(lambda: not view.run.is_live and len(view.run.epochs) == 3, timeout=TIMEOUT)
    (kept,) = RunStore(Home.of_user().runs).runs()
    assert view.run.steps == kept.steps()
    own = [(row.epoch, row.train_loss, row.validation_accuracy) for row in view.run.epochs]
    assert own == [(row.epoch, row.train_loss, row.validation_accuracy) for row in kept.epochs()]
    best = max(kept.epochs(), key=lambda row: (row.validation_accuracy or 0, -(row.validation_loss or 0)))
    (marked,) = (row[0] for row in view.table.texts.rows if "best" in row[0])
    assert marked == f"{best.epoch} · best"
    assert view.run.kernels_name == "C1"
    assert view.kernels.captions == ("start", "1", "2", "end")
    assert [row.layer for row in view.run.layers] == ["C1", "C3", "C5", "F6", "output"]
    assert view.layers.texts[0].startswith("C1: gradients 0.")
    assert "Dead units: " in view.facts
    training, held_out, *_ = view.accuracy.chart.series
    assert (len(training.x), len(held_out.x)) == (len(kept.steps()), 3)
    for number, ends in ((0, [8.0, 16.0, 24.0]), (1, [1.0, 2.0, 3.0])):
        view.along.setCurrentIndex(number)
        assert view.loss.chart.series[1].x.tolist() == ends


def test_a_training_is_changed_on_the_way(small: TrainingDesk, qtbot: QtBot) -> None:
    small.card.form.epochs.setValue(1000)
    view = small.page.learning
    train(small)
    qtbot.waitUntil(lambda: len(view.run.epochs) > 1, timeout=TIMEOUT)
    qtbot.waitUntil(view.more_button.isEnabled, timeout=TIMEOUT)
    assert view.rate.number == 0.002
    view.more_button.click()
    view.rate.set_number(0.0005)
    qtbot.waitUntil(lambda: len(view.run.changes) == 2, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: view.run.rate == 0.0005, timeout=TIMEOUT)
    told = {"+1 epoch", "rate 0.0005"}
    qtbot.waitUntil(lambda: {one.name for one in view.loss.chart.series} >= told, timeout=TIMEOUT)
    small.stop()
    (kept,) = RunStore(Home.of_user().runs).runs()
    assert [(one.epochs, one.learning_rate) for one in kept.changes()] == [(1, None), (0, 0.0005)]
    assert kept.head.epochs == 1001
    qtbot.waitUntil(lambda: not view.rate.isEnabled(), timeout=TIMEOUT)


def test_slow_motion_waits_between_two_steps_and_stops_at_once(small: TrainingDesk, qtbot: QtBot) -> None:
    view = small.page.learning
    train(small)
    small.until_moving()
    view.speed.setCurrentIndex(2)
    view.speed.activated.emit(2)
    assert small.control.is_running
    small.stop()
    assert not small.control.is_running


def test_a_kept_run_is_shown_and_given_one_more_epoch(finished: None, desk: TrainingDesk, qtbot: QtBot) -> None:
    store = RunStore(Home.of_user().runs)
    desk.open_page()
    runs, view = desk.choices.runs, desk.page.learning
    qtbot.waitUntil(lambda: len(runs.lines) == 1, timeout=TIMEOUT)
    runs.chosen.emit(runs.list.current_key)
    qtbot.waitUntil(lambda: len(view.run.epochs) == 3, timeout=TIMEOUT)
    assert view.run.title.startswith("Tiny on ")
    assert view.run.steps == store.runs()[0].steps()
    assert view.run.per_epoch == 6
    assert not view.rate.isEnabled()
    view.more_button.click()
    desk.until_ended()
    (kept,) = store.runs()
    assert (kept.state, kept.epochs_done) == (State.DONE, 4)
    qtbot.waitUntil(lambda: len(view.run.epochs) == 4, timeout=TIMEOUT)


def test_a_run_that_cannot_be_read_is_told_in_its_place(desk: TrainingDesk, qtbot: QtBot, tmp_path: Path) -> None:
    list(make(small_run(tmp_path, recipe=plain_recipe(epochs=1, batch_size=40))))
    (kept,) = RunStore(Home.of_user().runs).runs()
    (kept.folder / "steps.csv").write_text("nonsense")
    desk.open_page()
    desk.page._show_kept(kept)
    qtbot.waitUntil(lambda: "steps.csv" in desk.page.learning.run.title, timeout=TIMEOUT)


def test_dropout_seed_and_threads_are_part_of_the_plan(desk: TrainingDesk) -> None:
    plain = desk.page.plan
    assert (plain.seed, plain.threads) == (1, None)
    desk.choices.dropout.setValue(0.25)
    desk.choices.seed.setValue(7)
    desk.choices.threads.setValue(1)
    plan = desk.page.plan
    assert (plan.seed, plan.threads) == (7, 1)
    assert [layer.name for layer in plan.member.architecture.layers if layer.kind == "dropout"] == ["drop1", "drop2"]
    desk.choose_network("lenet5-dropout")
    assert desk.choices.dropout.number == 0.5
    desk.choose_network("lenet5")
    assert desk.page.plan.member == family.member("lenet5")


def test_the_preview_shows_varied_pictures(small: TrainingDesk, qtbot: QtBot) -> None:
    preview = small.card.form.preview
    qtbot.waitUntil(lambda: preview.count == 8, timeout=TIMEOUT)
    plain = preview.grab().toImage()
    form = small.card.form
    form.augmentation.setCurrentIndex(form.augmentation.findData(Augmentation.AFFINE))
    qtbot.waitUntil(lambda: preview.grab().toImage() != plain, timeout=TIMEOUT)
    varied = preview.grab().toImage()
    form.damage.set_number(100)
    qtbot.waitUntil(lambda: preview.grab().toImage() != varied, timeout=TIMEOUT)


def test_a_recipe_goes_to_a_file_and_comes_back(desk: TrainingDesk, qtbot: QtBot, tmp_path: Path) -> None:
    form = desk.card.form
    form.patience.setValue(3)
    form.target.setValue(99)
    wanted = desk.card.recipe
    assert (wanted.patience, wanted.target) == (3, 0.99)
    desk.card.save_action.trigger()
    desk.page.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "mine.json"))
    qtbot.waitUntil((tmp_path / "mine.json").is_file, timeout=TIMEOUT)
    assert read_recipe(tmp_path / "mine.json") == wanted
    other = Recipe(epochs=17, optimiser=Optimiser.ADAMW, hold_out=0.1)
    write_recipe(other, tmp_path / "other.json")
    desk.card.open_action.trigger()
    desk.page.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "other.json"))
    qtbot.waitUntil(lambda: desk.card.recipe == other, timeout=TIMEOUT)
    for dialog in desk.page.findChildren(QFileDialog):
        dialog.close()


def test_what_cannot_end_early_is_told_at_once(desk: TrainingDesk) -> None:
    form = desk.card.form
    form.hold_out.setValue(0)
    form.patience.setValue(2)
    assert desk.card.fault == "To end early a run needs a hold-out, which tells how good an epoch is."
    form.hold_out.setValue(10)
    assert not desk.card.fault


def test_every_number_tells_its_range(desk: TrainingDesk) -> None:
    form = desk.card.form
    assert form.learning_rate.toolTip().splitlines()[-1] == "Above 0, up to 1,000"
    assert form.hold_out.toolTip().splitlines()[-1] == "From 0 to below 100 %"
    assert form.batch_size.toolTip().splitlines()[-1] == "From 1 to 100,000"
    assert form.patience.toolTip().splitlines()[-1] == "From 0 to 100,000"
