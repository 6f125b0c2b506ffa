from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.model_selector import ModelSelector
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.workers.background import Background
from lenet_app.networks.model import Model
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.gui.helpers import SHIPPED, one_shipped_model, shipped_model

Open = Callable[[], "Desk"]


class Desk:
    """A model selector, a notice and the switch between them, with a library of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(500, 300)
        layout = QVBoxLayout(self.page)
        self.selector, area = ModelSelector(), QWidget()
        layout.addWidget(self.selector)
        layout.addWidget(area, 1)
        self.notice = self.selector.notice
        self.own = folder / "models"
        self.library = ModelLibrary(one_shipped_model(folder), self.own)
        self.settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self._parent = QObject()
        self.background = Background(self._parent)
        self.switch = ModelSwitch(self.selector, self.library, self.settings, self.background, self._parent)
        self.models: list[Model] = []
        self.switch.model_changed.connect(self.models.append)
        self.page.show()

    def start(self) -> "Desk":
        self.switch.start()
        self.qtbot.waitUntil(lambda: self.switch.model is not None)
        return self

    def choose(self, name: str) -> None:
        index = next(n for n, entry in enumerate(self.library.entries()) if entry.name == name)
        self.selector.combo.setCurrentIndex(self.selector.combo.findData(index))
        self.selector.combo.activated.emit(self.selector.combo.currentIndex())

    def wait_for(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.in_use == name and self.shown == name)

    @property
    def in_use(self) -> str:
        return self.switch.model.name if self.switch.model else ""

    @property
    def shown(self) -> str:
        return self.selector.current.name if self.selector.current else self.selector.combo.currentText()

    def settled(self) -> None:
        """All work asked for so far is done and told."""
        done: list[None] = []
        self.background.run(lambda: None, done.append, lambda _sentence: None)
        self.qtbot.waitUntil(lambda: bool(done))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "models"
    for number, name in enumerate(("first", "second")):
        created = f"2026-01-0{number + 1}T00:00:00+00:00"
        write_model(replace(shipped_model(), name=name, created=created), own / f"{name}.safetensors")
    return tmp_path


@pytest.fixture
def open_desk(folder: Path, qtbot: QtBot) -> Iterator[Open]:
    desks: list[Desk] = []

    def open_desk() -> Desk:
        desks.append(Desk(folder, qtbot))
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.background.finish()


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    return open_desk().start()


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
    assert desk.in_use == desk.shown == shipped_model().name
    assert len(desk.models) == 1
    assert desk.selector.combo.count() == 3


def test_the_model_last_in_use_answers_again(open_desk: Open) -> None:
    desk = open_desk().start()
    desk.choose("first")
    desk.wait_for("first")
    again = open_desk()
    again.start()
    assert again.in_use == again.shown == "first"


def test_a_remembered_model_that_is_gone_gives_way_to_the_first(open_desk: Open) -> None:
    desk = open_desk()
    desk.settings.model = "no longer there"
    desk.start()
    assert desk.in_use == desk.shown == shipped_model().name


def test_a_remembered_model_that_is_damaged_gives_way_to_the_first(open_desk: Open, folder: Path) -> None:
    without_weights(folder)
    desk = open_desk()
    desk.settings.model = "broken"
    desk.start()
    assert desk.in_use == desk.shown == shipped_model().name
    assert desk.notice.text.startswith("broken.safetensors cannot be used as a model")


def test_choosing_tells_that_the_user_did(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.switch.chosen_by_user):
        desk.choose("second")
    desk.wait_for("second")
    assert desk.settings.model == "second"


def test_a_listed_model_that_is_damaged_leaves_the_one_in_use(open_desk: Open, folder: Path, qtbot: QtBot) -> None:
    without_weights(folder)
    desk = open_desk().start()
    before = desk.switch.model
    desk.choose("broken")
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert (
        desk.notice.text
        == "broken.safetensors cannot be used as a model: output.bias holds values that are not finite."
    )
    assert desk.switch.model is before
    assert desk.shown == desk.in_use == shipped_model().name


def test_a_model_that_was_deleted_beside_the_window(desk: Desk, qtbot: QtBot) -> None:
    (desk.own / "second.safetensors").unlink()
    index = next(n for n in range(3) if desk.selector.combo.itemText(n).startswith("second"))
    desk.selector.combo.setCurrentIndex(index)
    desk.selector.combo.activated.emit(index)
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert desk.shown == desk.in_use == shipped_model().name
    assert desk.selector.combo.count() == 2


def test_renaming(desk: Desk) -> None:
    desk.choose("first")
    desk.wait_for("first")
    entry = desk.selector.current
    desk.selector.rename_requested.emit(entry, "my sevens")
    desk.wait_for("my sevens")
    assert desk.settings.model == "my sevens"
    assert sorted(path.stem for path in desk.own.iterdir()) == ["my sevens", "second"]


@pytest.mark.parametrize("name", ["second", "a/b", "   "])
def test_an_impossible_name_is_refused_in_a_sentence(desk: Desk, qtbot: QtBot, name: str) -> None:
    desk.choose("first")
    desk.wait_for("first")
    desk.selector.rename_requested.emit(desk.selector.current, name)
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert desk.notice.text.endswith(".")
    assert desk.shown == desk.in_use == "first"


def test_deleting_leaves_the_first_model_in_use(desk: Desk) -> None:
    desk.choose("second")
    desk.wait_for("second")
    desk.selector.delete_requested.emit(desk.selector.current)
    desk.wait_for(shipped_model().name)
    assert not (desk.own / "second.safetensors").exists()
    assert desk.selector.combo.count() == 2


def test_a_shipped_model_stays_whatever_is_asked(desk: Desk, qtbot: QtBot) -> None:
    desk.selector.delete_requested.emit(desk.selector.current)
    qtbot.waitUntil(lambda: "came with the program" in desk.notice.text)
    assert SHIPPED.exists()


def test_opening_a_file_copies_it_and_uses_it(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "from elsewhere.safetensors"
    write_model(replace(shipped_model(), name="a friend's"), path)
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
    before = desk.switch.model
    desk.switch.open_file(path)
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert path.name in desk.notice.text
    assert desk.notice.text.endswith(".")
    assert desk.switch.model is before
    assert desk.shown == shipped_model().name
    assert len(list(desk.own.iterdir())) == 2


def test_the_dialog_for_a_file_is_gone_once_closed(desk: Desk, qtbot: QtBot) -> None:
    desk.selector.open_action.trigger()
    qtbot.waitUntil(lambda: desk.selector.findChild(QFileDialog) is not None)
    dialog = desk.selector.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.selector.findChild(QFileDialog) is None)


# A model in training


def test_a_model_in_training_answers_and_gives_way_again(desk: Desk) -> None:
    desk.switch.use_unlisted(replace(shipped_model(), name="epoch 1"), "LeNet-5 in training, epoch 1")
    assert (desk.in_use, desk.shown) == ("epoch 1", "LeNet-5 in training, epoch 1")
    desk.switch.go_back()
    desk.wait_for(shipped_model().name)


def test_a_saved_model_is_taken(desk: Desk) -> None:
    model = replace(shipped_model(), name="trained", created="2026-02-02T00:00:00+00:00")
    desk.switch.take_saved(desk.library.save(model), model)
    desk.wait_for("trained")
    assert desk.settings.model == "trained"
    assert desk.switch.model is model


def test_a_list_that_changes_leaves_the_one_in_use_shown(desk: Desk) -> None:
    desk.switch.use_unlisted(replace(shipped_model(), name="epoch 1"), "LeNet-5 in training, epoch 1")
    desk.library.save(replace(shipped_model(), name="third"))
    desk.switch.list_again()
    desk.qtbot.waitUntil(lambda: desk.selector.combo.count() == 5)
    assert (desk.in_use, desk.shown) == ("epoch 1", "LeNet-5 in training, epoch 1")


def test_a_refused_file_leaves_a_model_in_training_in_use_and_shown(desk: Desk, folder: Path, qtbot: QtBot) -> None:
    desk.switch.use_unlisted(replace(shipped_model(), name="epoch 1"), "LeNet-5 in training, epoch 1")
    desk.switch.open_file(damaged(folder))
    qtbot.waitUntil(lambda: desk.notice.text != "")
    desk.settled()
    assert (desk.in_use, desk.shown) == ("epoch 1", "LeNet-5 in training, epoch 1")


def test_a_sentence_stands_while_models_come_and_go_in_training(desk: Desk) -> None:
    desk.notice.say("seven.txt is not a picture.")
    desk.switch.use_unlisted(shipped_model(), "LeNet-5 in training, epoch 1")
    desk.settled()
    assert desk.notice.text == "seven.txt is not a picture."
    desk.choose("first")
    desk.wait_for("first")
    assert desk.notice.text == ""


def test_without_any_model_a_sentence_says_so(tmp_path: Path, qtbot: QtBot, open_desk: Open) -> None:
    desk = open_desk()
    desk.library = ModelLibrary(shipped=tmp_path / "empty", own=tmp_path / "empty too")
    parent = QObject()
    switch = ModelSwitch(desk.selector, desk.library, desk.settings, desk.background, parent)
    switch.start()
    qtbot.waitUntil(lambda: desk.notice.text.startswith("There is no model in"))
    desk.settled()
    assert switch.model is None
    assert desk.selector.combo.count() == 0
