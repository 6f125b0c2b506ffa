"""Choosing a set that stays on the disk, and training on it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from lenet_app.data.stored import StoredPictures
from lenet_app.gui.train.worker import TrainingThread, new_run
from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.paths import Home
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.training.settings import TrainingSettings
from tests.gui.train.desk import TIMEOUT, TrainingDesk
from tests.unit.data.on_disk import limit_memory, write_idx
from tests.unit.samples import TINY, digits

FAST = Recipe(epochs=1, batch_size=50, augmentation=Augmentation.NONE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of pictures, a folder for each class."""
    pictures = digits(500)
    for number, (image, label) in enumerate(zip(pictures.images[:, 0], pictures.labels, strict=True)):
        path = tmp_path / "mine" / str(label) / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(path)
    limit_memory(monkeypatch, 100)
    return tmp_path / "mine"


def test_a_folder_of_pictures_is_chosen_and_trained_on(folder: Path, desk: TrainingDesk, qtbot: QtBot) -> None:
    desk.open_page()
    desk.control.data_sets.open_path(folder)
    desk.settle()
    data_set = desk.control.data_sets.data_set
    assert data_set is not None
    assert isinstance(data_set.training, StoredPictures)
    assert desk.choices.data_set.currentText() == "mine"
    text = f"{len(data_set.training)} pictures to learn, read from the disk; {len(data_set.test)} to test"
    assert desk.choices.data_facts == text
    desk.begin(replace(FAST, epochs=2))
    desk.until_ended()
    ((entry, model),) = desk.saved
    assert entry.accuracy == model.metrics.test_accuracy
    assert (entry.data_set, model.making.data_set) == ("mine", str(folder))
    assert desk.notice.text == ""


def test_files_that_change_meanwhile_are_told_and_the_model_is_kept(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_idx(tmp_path / "set", digits(500), digits(50, first=900))
    limit_memory(monkeypatch, 100)
    settings = TrainingSettings(
        TINY, recipe=replace(FAST, epochs=1000), hold_out=60, data_set=str(tmp_path / "set"), device_id="cpu"
    )
    parent = QObject()
    library = ModelLibrary(tmp_path / "models")
    thread = TrainingThread(lambda: new_run(settings, "mine", library, Home.of_user()), parent)
    saved: list[Entry] = []
    failures: list[str] = []
    thread.model_saved.connect(lambda entry, _model: saved.append(entry))
    thread.failed.connect(failures.append)
    path = tmp_path / "set" / "train-images-idx3-ubyte"
    with qtbot.waitSignal(thread.finished, timeout=TIMEOUT):
        with qtbot.waitSignal(thread.epoch_done, timeout=TIMEOUT):
            thread.start()
        os.truncate(path, 100)
    assert failures == [f"{path} was changed while it was in use."]
    assert [entry.name for entry in saved] == ["mine"]
