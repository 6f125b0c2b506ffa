import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lenet_app.gui.networks.shelf import read_shelf
from lenet_app.gui.networks.texts import reproduced_text, seeds_text
from lenet_app.gui.networks.widgets.comparison_view import ComparisonDialog
from lenet_app.gui.networks.widgets.reproduce_dialog import ReproduceDialog
from lenet_app.networks import family
from lenet_app.networks.modernise import Parts, Step
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.networks.tasks import Result, tasks
from lenet_app.paths import Home
from lenet_app.storage.architectures import read_architecture, write_architecture
from lenet_app.storage.library import ModelLibrary
from tests.gui.networks.desk import Desk


def reproduce(
    architecture_id: str, accuracies: tuple[float, ...], experiment: str = "", recipe: Recipe | None = None
) -> None:
    """Leave results as a reproduction of the user's does, with the published recipe or another."""
    folder = Home.of_user().reproduction / "results"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [task for task in tasks([architecture_id]) if task.experiment.name == experiment]
    for task, accuracy in zip(wanted, accuracies, strict=False):
        facts = ("MNIST", "lenet-app")
        figures = (accuracy, 0.04, 60000, 10000, 20, 7500, 600.0, "CPU")
        result = Result(architecture_id, experiment, task.seed, False, *figures, *facts, recipe or task.recipe, ())
        (folder / f"{task.key}.json").write_text(json.dumps(result.to_json()))


def test_the_family_is_listed_and_the_default_is_shown(networks: Desk) -> None:
    assert networks.page.list.keys == list(family.ids())
    assert networks.titles[-2:] == ["Yours", "None yet"]
    assert networks.id == "lenet5"
    assert networks.page.list.current_key == "lenet5"
    assert networks.texts[:3] == (
        "LeNet-5",
        "lenet5",
        "Input 1 × 32 × 32 · 61,706 parameters · 429,342 connections · 10 classes · MNIST",
    )


@pytest.mark.parametrize("id_", family.ids())
def test_every_network_shows_its_table_and_trains_with_its_recipe(networks: Desk, id_: str) -> None:
    networks.choose(family.member(id_).architecture.title)
    member = family.member(id_)
    assert networks.page.current == member
    assert networks.column("Parameters")[-1] == f"{member.architecture.parameters:,}"
    assert networks.column("Connections")[-1] == f"{member.architecture.connections:,}"
    assert len(networks.column("Layer")) == len(member.architecture.layers) + 1
    published = "Published recipe" if member.experiments[0].is_published else "Own recipe"
    assert networks.texts[-1].startswith(published)
    if len(member.experiments) == 1:
        networks.click(networks.page.actions_bar.train_button)
        assert networks.trained == [member]


def test_arrow_keys_and_letters_choose(networks: Desk) -> None:
    networks.page.list.setFocus()
    QTest.keyClick(networks.page.list, Qt.Key.Key_Down)
    assert networks.id == "lenet5-1998"
    QTest.keyClicks(networks.page.list, "caffe")
    assert networks.id == "lenet-caffe"


def test_an_experiment_is_chosen_where_there_are_two(networks: Desk) -> None:
    networks.page.select("lenet5-1998")
    menu = networks.page.actions_bar.train_button.menu()
    assert [action.text() for action in menu.actions()] == ["as published", "distorted copies"]
    for action in menu.actions():
        action.trigger()
    first, second = networks.trained
    assert first == family.member("lenet5-1998")
    assert second.recipe.augmentation is Augmentation.DISTORTED_COPIES
    assert second.architecture == first.architecture


# Those between 1998 and today come without results: what the program brings along decides nothing here.
RELU = "lenet5-1998+relu"


def test_published_beside_reproduced_beside_the_users_best(networks: Desk) -> None:
    networks.page.select("lenet-caffe")
    assert networks.texts[3:7] == ("Published", "Reproduced", "Your best", "about 99.10 %")
    reproduce(RELU, (0.99, 0.991, 0.992))
    networks.refresh()
    networks.page.select(RELU)
    assert networks.texts[3:7] == ("Published", "Reproduced", "Your reproduction", "Your best")
    assert networks.texts[7:-1] == ("–", "–", "99.10 ± 0.10 %", "3 seeds", "–")


def test_the_users_own_reproduction_stands_beside_the_programs(networks: Desk) -> None:
    caffe = family.member("lenet-caffe")
    shipped = read_shelf(ModelLibrary(Home.of_user().models), Home.of_user()).runs(caffe, caffe.experiments[0])
    assert shipped
    reproduce("lenet-caffe", (0.9871, 0.9881))
    networks.add_model("good", 0.984)
    networks.page.select("lenet-caffe")
    results = ("about 99.10 %", reproduced_text(shipped), seeds_text(shipped), "98.76 ± 0.07 %", "2 seeds", "–")
    assert networks.texts[7:-1] == results
    tips = [label.toolTip() for label in networks.page.facts.findChildren(QLabel) if label.text() == "2 seeds"]
    assert tips == [
        "Seed 1: 98.71 % of 10,000 test pictures after 10 min on CPU\n"
        "Seed 2: 98.81 % of 10,000 test pictures after 10 min on CPU"
    ]
    networks.page.select("lenet5")
    assert "Your reproduction" not in networks.texts
    assert networks.texts[-2] == "98.40 %"


def test_the_users_best_is_measured_on_the_same_pictures(networks: Desk) -> None:
    assert networks.texts[-2] == "–"
    networks.add_model("good", 0.984)
    networks.add_model("worse", 0.97)
    networks.add_model("of other pictures", 0.999, data_set="fashion-mnist")
    assert networks.texts[-2] == "98.40 %"


def test_each_experiment_has_its_own_results(networks: Desk) -> None:
    reproduce("lenet5-1998", (0.9881,), "distorted")
    networks.refresh()
    networks.page.select("lenet5-1998")
    member = family.member("lenet5-1998")
    shipped = read_shelf(ModelLibrary(Home.of_user().models), Home.of_user()).runs(member, member.experiments[1])
    assert shipped
    row = networks.texts.index("distorted copies")
    reproduced = (reproduced_text(shipped), seeds_text(shipped))
    assert networks.texts[row:-1] == ("distorted copies", "99.20 %", *reproduced, "98.81 %", "1 seed")
    assert networks.texts[row - 2 : row] == ("–", "–"), "neither an own reproduction as published nor an own model"


def test_results_of_another_recipe_do_not_count(networks: Desk) -> None:
    reproduce(RELU, (0.99, 0.991, 0.992), recipe=Recipe(epochs=3))
    networks.refresh()
    networks.page.select(RELU)
    assert networks.texts[3:-1] == ("Published", "Reproduced", "Your best", "–", "–", "–")


def test_the_models_of_a_network_are_listed_and_one_is_chosen(networks: Desk, qtbot: QtBot) -> None:
    button, models = networks.page.actions_bar.models_button, networks.page.models.models
    networks.click(button)
    assert networks.page.models.isVisible()
    assert [entry.architecture_id for entry in models.entries] == ["lenet5"]
    models.select(models.entries[0])
    QTest.keyClick(models.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: networks.in_use.model is not None)
    assert networks.page.models.isHidden()
    assert button.text() == "1 model"
    networks.page.select("lenet-slim")
    assert not button.isEnabled()
    assert button.toolTip() == "There is no model of this network yet; train one"


def test_the_switches_modernise_1998(networks: Desk) -> None:
    page = networks.page
    assert not page.switches.isVisible()
    networks.choose("LeNet-5 of 1998")
    assert page.switches.isVisible()
    for step in (Step.MAX_POOL, Step.FULL, Step.SOFTMAX, Step.RELU):
        networks.click(page.switches.button(step))
    parts = Parts(frozenset({Step.MAX_POOL, Step.FULL, Step.SOFTMAX, Step.RELU}))
    assert page.current == family.member(parts.id)
    assert networks.column("Parameters")[-1] == "61,706"
    assert networks.texts[1] == "lenet5-1998+relu+max-pool+full+softmax"
    networks.click(page.actions_bar.train_button)
    assert networks.trained == [family.member(parts.id)]
    page.select("lenet5-1998+relu")
    assert page.switches.parts == Parts(frozenset({Step.RELU}))
    page.select("lenet5-1998")
    assert page.current == family.member("lenet5-1998")


def test_while_a_training_runs_no_other_begins(networks: Desk) -> None:
    bar = networks.page.actions_bar
    networks.page.set_busy(True)
    assert not bar.reproduce_button.isEnabled()
    assert bar.reproduce_button.toolTip() == "A training runs; wait for its end or stop it first"
    assert bar.train_button.isEnabled(), "on Train the next one can be made up meanwhile"
    networks.page.select("lenet5-deep")
    networks.page.set_busy(False)
    assert bar.reproduce_button.isEnabled()
    assert bar.train_button.toolTip() == "Go to Train with this network and its published recipe"


def test_the_comparison_tells_every_difference(networks: Desk) -> None:
    networks.click(networks.page.actions_bar.compare_button)
    dialog = networks.dialog(ComparisonDialog)
    dialog.combo.setFocus()
    for _ in range(2):
        QTest.keyClick(dialog.combo, Qt.Key.Key_Down)
    assert dialog.combo.currentText() == "LeNet-5 with three convolutions"
    assert ("C5", "kind", "fully connected", "convolution") in dialog.table.texts.rows
    assert dialog.summary.startswith(f"{len(dialog.table.texts.rows)} differences")
    networks.press(dialog, "Close")


def test_a_copy_is_the_same_as_its_origin(networks: Desk) -> None:
    networks.click(networks.page.new_button)
    networks.click(networks.page.actions_bar.compare_button)
    dialog = networks.dialog(ComparisonDialog)
    assert dialog.combo.currentText() == "LeNet-5"
    assert dialog.table.texts.rows == ()
    assert dialog.summary == "The two are the same: they have the same layers, sizes and connections."
    networks.press(dialog, "Close")


def test_a_reproduction_is_asked_for(networks: Desk, qtbot: QtBot) -> None:
    reproduce(RELU, (0.99, 0.991, 0.992))
    networks.refresh()
    networks.page.select(RELU)
    networks.click(networks.page.actions_bar.reproduce_button)
    dialog = networks.dialog(ReproduceDialog)
    assert dialog.time_text == "About 30 min, going by earlier runs."
    dialog.all_button.click()
    assert dialog.time_text != "About 30 min, going by earlier runs."
    dialog.this_button.click()
    dialog.quick_button.click()
    assert dialog.time_text == "About 4 min, going by earlier runs."
    with qtbot.waitSignal(networks.page.reproduce_requested) as signal:
        networks.click(dialog.start_button)
    assert signal.args == [(RELU,), True]


def test_how_long_something_new_takes_is_not_known(networks: Desk) -> None:
    networks.page.select(RELU)
    networks.click(networks.page.actions_bar.reproduce_button)
    dialog = networks.dialog(ReproduceDialog)
    assert dialog.time_text == "How long it takes is not known."
    networks.press(dialog, "Cancel")


def test_all_networks_can_be_reproduced(networks: Desk, qtbot: QtBot) -> None:
    networks.click(networks.page.actions_bar.reproduce_button)
    dialog = networks.dialog(ReproduceDialog)
    QTest.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton, pos=QPoint(8, dialog.all_button.height() // 2))
    with qtbot.waitSignal(networks.page.reproduce_requested) as signal:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert signal.args == [family.reproducible_ids(), False]


def test_the_table_is_saved_as_csv(networks: Desk, tmp_path: Path) -> None:
    networks.choose_file(networks.page.actions_bar.table_action.trigger, tmp_path / "layers.csv")
    lines = (tmp_path / "layers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith(
        "Layer,Kind,Input,Output,Receptive field,Parameters,Connections,Kernel,Stride,Padding,N = "
    )
    assert lines[1].startswith('C1,"convolution, ReLU",1 × 32 × 32,6 × 28 × 28,5 × 5,156,122304,5 × 5,1,0,')
    assert lines[1].endswith(",(32 − 5 + 2·0) / 1 + 1 = 28,28,32")
    assert lines[-1].startswith("All,")


def test_the_table_is_copied_with_the_keys(networks: Desk) -> None:
    networks.page.table.setFocus()
    QTest.keyClick(networks.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 9
    assert lines[0].split("\t")[:2] == ["Layer", "Kind"]
    assert lines[1].split("\t")[4:7] == ["5 × 5", "156", "122304"]


def test_an_architecture_is_saved_as_json_and_opened_again(networks: Desk, tmp_path: Path) -> None:
    networks.page.select("lenet-pytorch")
    path = tmp_path / "passed on.json"
    networks.choose_file(lambda: networks.click(networks.page.actions_bar.export_button), path)
    assert read_architecture(path).architecture == family.member("lenet-pytorch").architecture
    networks.choose_file(lambda: networks.click(networks.page.open_button), path)
    networks.settle()
    assert networks.id == "pytorch-s-mnist-example"
    assert networks.page.current.recipe == family.member("lenet-pytorch").recipe
    assert "pytorch-s-mnist-example.json" in networks.files


def test_a_file_that_is_no_architecture_is_told_and_changes_nothing(networks: Desk, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"layers": [')
    networks.page.select("lenet5-deep")
    networks.choose_file(lambda: networks.click(networks.page.open_button), path)
    assert networks.page.notice.text == "broken.json cannot be used as an architecture: it is not JSON."
    assert networks.id == "lenet5-deep"
    assert not networks.files


def test_a_damaged_file_of_the_users_own_is_told_once(networks: Desk) -> None:
    (Home.of_user().architectures).mkdir(parents=True)
    (Home.of_user().architectures / "bad.json").write_text("[]")
    networks.refresh()
    assert networks.page.notice.text == "bad.json cannot be used as an architecture: it is not a JSON object."
    assert networks.note("bad.json") == "cannot be used"
    networks.choose("bad.json")
    assert networks.id == "lenet5"
    networks.page.notice.dismiss()
    networks.refresh()
    assert networks.page.notice.text == ""


def test_own_networks_cannot_be_reproduced_and_are_trained_by_their_own_recipe(networks: Desk) -> None:
    mine = family.member("lenet-caffe")
    write_architecture(
        replace(mine, architecture=replace(mine.architecture, title="Mine")), Home.of_user().folder / "x.json"
    )
    networks.add_own(read_architecture(Home.of_user().folder / "x.json"), "mine.json")
    networks.choose("Mine")
    bar = networks.page.actions_bar
    assert not bar.reproduce_button.isEnabled()
    networks.click(bar.train_button)
    assert networks.trained[0].recipe == mine.recipe
    assert networks.trained[0].architecture.id == "mine"


def test_selecting_what_is_not_read_yet_reads_it(networks: Desk) -> None:
    write_architecture(family.member("lenet-slim"), Home.of_user().architectures / "new.json")
    networks.page.select("new")
    networks.settle()
    assert networks.id == "new"
    networks.page.select("nowhere")
    networks.settle()
    assert networks.id == "new"


def test_everything_has_a_name_and_a_tooltip(networks: Desk) -> None:
    networks.page.select("lenet5-1998")
    for button in networks.page.findChildren(QPushButton):
        assert button.text() or button.accessibleName()
        assert button.toolTip() or not button.isVisible(), button.text()


SIZES = [(1280, 590), (1024, 510)]
"""Of the page, in windows of 1280 × 720 and of 1024 × 640."""


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_the_window(networks: Desk, qtbot: QtBot, size: tuple[int, int]) -> None:
    networks.page.resize(*size)
    for id_ in ("lenet5-1998", "lenet-caffe"):
        networks.page.select(id_)
        assert (networks.page.minimumSizeHint().width(), networks.page.minimumSizeHint().height()) <= size
        buttons = [one for one in networks.page.findChildren(QPushButton) if one.isVisible()]
        qtbot.waitUntil(lambda: all(one.width() >= one.minimumSizeHint().width() for one in buttons))  # noqa: B023


@pytest.mark.parametrize("is_editing", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_looked_for_most_is_seen_without_scrolling(
    networks: Desk, qtbot: QtBot, size: tuple[int, int], is_editing: bool
) -> None:
    networks.page.resize(*size)
    table = networks.page.table
    for id_ in ("lenet5-1998", "lenet5-wide"):
        networks.page.select(id_)
        if is_editing:
            networks.click(networks.page.new_button)
        for heading in ("Parameters", "Connections", "Receptive field"):
            place = table.texts.index(0, table.texts.headings.index(heading))
            qtbot.waitUntil(lambda: table.viewport().rect().contains(table.visualRect(place)))  # noqa: B023
        if size[0] == 1280:  # then all there is, the row of sums included
            bars = (table.horizontalScrollBar(), table.verticalScrollBar())
            qtbot.waitUntil(lambda: all(bar.maximum() == 0 for bar in bars))  # noqa: B023


@pytest.mark.parametrize("size", SIZES)
def test_the_size_stays_while_a_variant_is_begun_and_left(networks: Desk, size: tuple[int, int]) -> None:
    page = networks.page
    page.resize(*size)
    for id_ in ("lenet5-wide", "lenet5-1998", "lenet-caffe"):
        page.select(id_)
        networks.click(page.new_button)
        assert page.size().toTuple() == size
        networks.click(page.actions_bar.discard_button)
        assert page.size().toTuple() == size
