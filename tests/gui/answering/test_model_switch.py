from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, row_network
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.gui.answering.desk import Desk, Open
from tests.gui.helpers import SHIPPED, shipped_model
from tests.unit.samples import model


def damaged(folder: Path) -> Path:
    """Right in its head, cut off in its weights."""
    path = folder / "damaged.safetensors"
    path.write_bytes(SHIPPED.read_bytes()[:-100])
    return path


def without_weights(folder: Path) -> Path:
    """Its facts can be read, so that it is listed, but a weight is not finite."""
    from safetensors import safe_open
    from safetensors.numpy import load_file, save_file

    path = folder / "models" / "broken.safetensors"
    weights = load_file(SHIPPED)
    weights["output.bias"] = weights["output.bias"] * float("nan")
    with safe_open(SHIPPED, framework="np") as file:
        facts = file.metadata()
    save_file(weights, path, facts)
    return path


def test_the_shipped_model_answers_at_first(desk: Desk) -> None:
    assert desk.answering == desk.shown == shipped_model().name
    assert len(desk.models) == 1
    assert len(desk.names) == 3


def test_the_model_last_in_use_answers_again(open_desk: Open) -> None:
    desk = open_desk().start()
    desk.choose("first")
    desk.wait_for("first")
    desk.settings.write()
    again = open_desk()
    again.start()
    assert again.answering == again.shown == "first"


def write_rows(folder: Path) -> None:
    """A reader of rows among the user's models."""
    rows = model(row_network(2, 3, 8, 6), name="Rows", class_names=CLASS_NAMES, normalisation=NORMALISATION)
    write_model(rows, folder / "models" / "Rows.safetensors")


def test_a_reader_of_rows_that_answered_on_draw_answers_there_again(open_desk: Open, folder: Path) -> None:
    write_rows(folder)
    desk = open_desk().start()
    desk.choose("first")
    desk.wait_for("first")
    desk.choose("Rows")
    desk.wait_for("Rows")
    desk.settings.write()
    again = open_desk()
    again.switch.start()
    again.wait_for("Rows")
    assert again.models[0].name == "first", "an answer for single digits comes first"
    assert again.in_use.finished is again.models[0]
    again.choose("second")
    again.wait_for("second")
    again.settings.write()
    once_more = open_desk().start()
    assert once_more.answering == once_more.shown == "second"
    assert len(once_more.models) == 1


def test_a_reader_of_rows_that_is_gone_leaves_the_model_of_single_digits(open_desk: Open, folder: Path) -> None:
    write_rows(folder)
    desk = open_desk().start()
    desk.choose("Rows")
    desk.wait_for("Rows")
    desk.settings.write()
    (folder / "models" / "Rows.safetensors").unlink()
    again = open_desk().start()
    assert again.answering == again.shown == shipped_model().name
    assert not again.notice.text


def test_a_remembered_model_that_is_gone_gives_way_to_the_first(open_desk: Open) -> None:
    desk = open_desk()
    desk.settings.model = "no longer there"
    desk.start()
    assert desk.answering == desk.shown == shipped_model().name


def test_a_remembered_model_that_is_damaged_gives_way_to_the_first(open_desk: Open, folder: Path) -> None:
    without_weights(folder)
    desk = open_desk()
    desk.settings.model = "broken"
    desk.start()
    assert desk.answering == desk.shown == shipped_model().name
    assert desk.notice.text.startswith("broken.safetensors cannot be used as a model")


def test_choosing_tells_that_the_user_did(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.switch.chosen_by_user):
        desk.choose("second")
    desk.wait_for("second")
    assert desk.settings.model == "second"


def test_a_listed_model_that_is_damaged_leaves_the_one_in_use(open_desk: Open, folder: Path, qtbot: QtBot) -> None:
    without_weights(folder)
    desk = open_desk().start()
    before = desk.in_use.model
    desk.choose("broken")
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert (
        desk.notice.text
        == "broken.safetensors cannot be used as a model: output.bias holds values that are not finite."
    )
    assert desk.in_use.model is before
    assert desk.shown == desk.answering == shipped_model().name


def test_a_model_that_was_deleted_beside_the_window(desk: Desk, qtbot: QtBot) -> None:
    (desk.own / "second.safetensors").unlink()
    desk.choose("second")
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert desk.shown == desk.answering == shipped_model().name
    assert len(desk.names) == 2


def test_renaming(desk: Desk) -> None:
    desk.choose("first")
    desk.wait_for("first")
    faults: list[str] = []
    desk.switch.rename(desk.entry("first"), "my sevens", faults.append)
    desk.wait_for("my sevens")
    assert desk.settings.model == "my sevens"
    assert faults == [""]
    assert sorted(path.stem for path in desk.own.iterdir()) == ["my sevens", "second"]


@pytest.mark.parametrize("name", ["second", "a/b", "   "])
def test_an_impossible_name_is_refused_in_its_dialog_which_keeps_it(desk: Desk, qtbot: QtBot, name: str) -> None:
    desk.choose("first")
    desk.wait_for("first")
    desk.chip.show_models()
    desk.chip.panel.models.rename_button.click()
    dialog = desk.chip.findChild(NameDialog)
    assert isinstance(dialog, NameDialog)
    dialog.field.clear()
    QTest.keyClicks(dialog.field, name)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.fault.endswith("."))
    desk.settled()
    assert dialog.isVisible()
    assert dialog.field.text() == name
    assert desk.notice.text == ""
    assert desk.shown == desk.answering == "first"
    QTest.keyClicks(dialog.field, "third")  # in place of the refused one
    assert dialog.fault == ""
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    desk.wait_for("third")
    qtbot.waitUntil(lambda: desk.chip.findChild(NameDialog) is None)


def test_deleting_leaves_the_first_model_in_use(desk: Desk) -> None:
    desk.choose("second")
    desk.wait_for("second")
    desk.switch.delete(desk.entry("second"))
    desk.wait_for(shipped_model().name)
    assert not (desk.own / "second.safetensors").exists()
    assert len(desk.names) == 2


def test_a_shipped_model_stays_whatever_is_asked(desk: Desk, qtbot: QtBot) -> None:
    desk.switch.delete(desk.entry(shipped_model().name))
    qtbot.waitUntil(lambda: "came with the program" in desk.notice.text)
    assert SHIPPED.exists()


def test_opening_a_file_copies_it_and_uses_it(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a friend's.safetensors"
    write_model(replace(shipped_model(), name="18.51"), path)
    desk.switch.open_file(path)
    desk.wait_for("a friend's")
    assert (desk.own / "a friend's.safetensors").exists()
    assert path.exists()


@pytest.mark.parametrize("kind", ["damaged", "text", "missing", "folder"])
def test_a_file_that_is_no_model_leaves_the_one_in_use(desk: Desk, folder: Path, qtbot: QtBot, kind: str) -> None:
    path = damaged(folder) if kind == "damaged" else folder / "file.safetensors"
    if kind == "text":
        path.write_text("not a model")
    elif kind == "folder":
        path.mkdir()
    before = desk.in_use.model
    desk.switch.open_file(path)
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert path.name in desk.notice.text
    assert desk.notice.text.endswith(".")
    assert desk.in_use.model is before
    assert desk.shown == shipped_model().name
    assert len(list(desk.own.iterdir())) == 2


# A model in training


def test_a_saved_model_is_taken(desk: Desk) -> None:
    model = replace(shipped_model(), name="trained", created="2026-02-02T00:00:00+00:00")
    desk.switch.take_saved(desk.library.save(model), model)
    desk.wait_for("trained")
    assert desk.settings.model == "trained"
    assert desk.in_use.model is model


def test_a_list_that_changes_leaves_the_one_in_use_shown(desk: Desk) -> None:
    desk.in_use.try_out(replace(shipped_model(), name="epoch 1"), "LeNet-5 in training, epoch 1")
    desk.library.save(replace(shipped_model(), name="third"))
    desk.switch.list_again()
    desk.qtbot.waitUntil(lambda: len(desk.names) == 4)
    assert (desk.answering, desk.shown) == ("epoch 1", "LeNet-5 in training, epoch 1")


def test_a_refused_file_leaves_a_model_in_training_in_use_and_shown(desk: Desk, folder: Path, qtbot: QtBot) -> None:
    desk.in_use.try_out(replace(shipped_model(), name="epoch 1"), "LeNet-5 in training, epoch 1")
    desk.switch.open_file(damaged(folder))
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert (desk.answering, desk.shown) == ("epoch 1", "LeNet-5 in training, epoch 1")


def test_a_sentence_stands_while_models_come_and_go_in_training(desk: Desk) -> None:
    desk.notice.say("seven.txt is not a picture.")
    desk.in_use.try_out(shipped_model(), "LeNet-5 in training, epoch 1")
    desk.settled()
    assert desk.notice.text == "seven.txt is not a picture."
    desk.choose("first")
    desk.wait_for("first")
    assert desk.notice.text == ""


def test_without_any_model_a_sentence_says_so(tmp_path: Path, qtbot: QtBot, open_desk: Open) -> None:
    desk = open_desk()
    desk.library = ModelLibrary(shipped=tmp_path / "empty", own=tmp_path / "empty too")
    parent = QObject()
    in_use = ModelInUse(desk.settings)
    switch = ModelSwitch(desk.library, in_use, desk.background, desk.notice, parent)
    switch.start()
    qtbot.waitUntil(lambda: desk.notice.text.startswith("There is no model in"))
    desk.settled()
    assert in_use.model is None
    assert switch.entries == ()


def test_somebody_elses_models_are_listed_and_the_one_they_used_last_answers(desk: Desk, folder: Path) -> None:
    desk.choose("first")
    desk.wait_for("first")
    theirs = ModelLibrary(folder / "theirs", folder / "shipped")
    theirs.save(replace(shipped_model(), name="mine"))
    desk.settings.person = "Anna"
    desk.settings.model = "mine"
    entry = desk.entry("second")
    desk.switch.choose(entry)  # what is on its way for the one before changes nothing
    desk.switch.use_library(theirs)
    desk.wait_for("mine")
    desk.qtbot.waitUntil(lambda: desk.names == [shipped_model().name, "mine"])
    assert desk.settings.model == "mine"
    desk.settings.person = ""
    assert desk.settings.model == "first"
    desk.switch.use_library(desk.library)
    desk.wait_for("first")
    assert len(desk.names) == 3
