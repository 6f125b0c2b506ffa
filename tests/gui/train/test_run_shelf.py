"""The kept runs on the page Train: listed, gone on with, and taken recipes from."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lenet_app.networks import family
from lenet_app.networks.recipe import Augmentation, Optimiser
from lenet_app.paths import Home
from lenet_app.runs.kept.kept_run import State
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.run import make
from tests.gui.train.desk import TIMEOUT, TrainingDesk
from tests.unit.runs.kept.making import small_run
from tests.unit.training.runs import plain_recipe

RECIPE = replace(
    family.member("lenet5").recipe,
    epochs=50,
    optimiser=Optimiser.SGD,
    learning_rate=0.0125,
    augmentation=Augmentation.NONE,
)


AGAIN = plain_recipe(epochs=1, batch_size=17)


@pytest.fixture
def finished(tmp_path: Path) -> None:
    """A run that is there before the window is."""
    network = family.member("lenet5-dropout").architecture
    list(make(small_run(tmp_path, recipe=AGAIN, architecture=network)))


@pytest.fixture
def broken_off(tmp_path: Path) -> None:
    """Another, whose data set cannot be read any more."""
    reports = make(small_run(tmp_path))
    next(reports)
    reports.close()
    (tmp_path / "set" / "t10k-labels-idx1-ubyte").unlink()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TrainingDesk]:
    desk = TrainingDesk(tmp_path, qtbot)
    yield desk
    desk.finish()


def test_without_runs_nothing_is_seen_of_the_list(desk: TrainingDesk) -> None:
    desk.open_page()
    assert not desk.choices.runs.isVisible()


def test_a_stopped_training_is_listed_and_goes_on(desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    runs = desk.choices.runs
    desk.begin(RECIPE)
    qtbot.waitUntil(lambda: [line.note.split(" ")[0] for line in runs.lines] == ["running"], timeout=TIMEOUT)
    assert runs.isVisible()
    assert not runs.go_on_button.isEnabled(), "it runs"
    desk.stop()
    qtbot.waitUntil(lambda: [line.note.split(" ")[0] for line in runs.lines] == ["stopped"], timeout=TIMEOUT)
    qtbot.waitUntil(runs.go_on_button.isEnabled, timeout=TIMEOUT)
    desk.strip.outcome.hide()
    runs.go_on_button.click()
    assert desk.control.is_running
    assert desk.strip.progress.heading == "Going on with LeNet-5 on MNIST"
    assert desk.begun == 2
    store = RunStore(Home.of_user().runs)
    qtbot.waitUntil(lambda: store.runs()[0].state is State.RUNNING, timeout=TIMEOUT)
    desk.until_moving()
    desk.stop()
    (run,) = store.runs()
    assert (run.state, run.settings().training_recipe()) == (State.STOPPED, RECIPE)
    assert len(desk.saved) == 2


def test_a_recipe_is_used_again(finished: None, desk: TrainingDesk, qtbot: QtBot) -> None:
    runs = desk.choices.runs
    desk.open_page()
    qtbot.waitUntil(runs.isVisible, timeout=TIMEOUT)
    (line,) = runs.lines
    assert (line.title, line.can_go_on) == (family.member("lenet5-dropout").architecture.title, False)
    assert not runs.go_on_button.isEnabled()
    assert desk.page.plan.recipe != AGAIN
    runs.recipe_button.click()
    qtbot.waitUntil(lambda: desk.page.plan.recipe == AGAIN, timeout=TIMEOUT)
    assert desk.page.plan.member == family.member("lenet5-dropout")


def test_a_run_that_cannot_go_on_is_told(broken_off: None, desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    qtbot.waitUntil(desk.choices.runs.isVisible, timeout=TIMEOUT)
    with qtbot.waitSignal(desk.control.ended, timeout=TIMEOUT):
        desk.choices.runs.go_on_button.click()
    assert "t10k" in desk.notice.text
    assert not desk.saved
