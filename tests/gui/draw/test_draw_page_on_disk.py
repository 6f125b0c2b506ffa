"""Leafing through a set that stays on the disk, which is read beside the window, a picture at a time."""

import os
from functools import partial
from pathlib import Path
from threading import Event

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.data.stored import StoredPictures
from lenet_app.gui.canvas.content import ShownPicture
from tests.gui.draw.desk import Desk
from tests.unit.data.on_disk import limit_memory, load, write_idx
from tests.unit.samples import digits

TIMEOUT = 60_000


@pytest.fixture
def data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataSet:
    write_idx(tmp_path, digits(300), digits(200, first=900))
    limit_memory(monkeypatch)
    found = load(tmp_path)
    assert isinstance(found.test, StoredPictures)
    return found


@pytest.fixture
def leafing(desk: Desk, data_set: DataSet) -> Desk:
    desk.page.set_data_set(data_set)
    return desk


def shows(desk: Desk, picture: npt.NDArray[np.uint8]) -> bool:
    content = desk.canvas.content
    return isinstance(content, ShownPicture) and np.array_equal(content.pixels[..., 0], picture[0])


def test_pictures_are_shown_with_their_labels(leafing: Desk, qtbot: QtBot) -> None:
    expected = digits(200, first=900)
    for image, label in zip(expected.images[:3], expected.labels[:3], strict=True):
        leafing.page.browser.next_action.trigger()
        qtbot.waitUntil(partial(shows, leafing, image), timeout=TIMEOUT)
        assert leafing.page.browser.truth.startswith(f"true: {label}")
    leafing.page.browser.part.setFocus()
    QTest.keyClick(leafing.page.browser.part, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shows(leafing, digits(300).images[2]), timeout=TIMEOUT)


def test_who_leafs_fast_sees_the_last_one(leafing: Desk, qtbot: QtBot) -> None:
    leafing.page.browser.next_action.trigger()
    qtbot.waitUntil(lambda: shows(leafing, digits(1, first=900).images[0]), timeout=TIMEOUT)
    for _ in range(149):
        leafing.page.browser.next_action.trigger()
    qtbot.waitUntil(lambda: shows(leafing, digits(200, first=900).images[149]), timeout=TIMEOUT)


def test_a_slow_disk_holds_nothing_up(leafing: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    is_there, take = Event(), StoredPictures.take

    def slow(self: StoredPictures, indices: npt.NDArray[np.intp]) -> Pictures:
        assert is_there.wait(60)
        return take(self, indices)

    monkeypatch.setattr(StoredPictures, "take", slow)
    leafing.page.browser.next_action.trigger()
    leafing.draw_seven()  # and it is answered
    is_there.set()
    qtbot.waitUntil(lambda: shows(leafing, digits(1, first=900).images[0]), timeout=TIMEOUT)


def test_what_cannot_be_read_any_more_is_told(leafing: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "t10k-images-idx3-ubyte"
    os.truncate(path, 200)
    leafing.page.browser.next_action.trigger()
    qtbot.waitUntil(lambda: leafing.notice.text == f"{path} was changed while it was in use.", timeout=TIMEOUT)
    assert not isinstance(leafing.canvas.content, ShownPicture)


def test_the_colours_come_from_some_of_the_pictures(leafing: Desk, qtbot: QtBot) -> None:
    """That are read beside the window; whoever reads all fails the test."""
    before = leafing.page.layers_view.grab().toImage()
    leafing.draw_seven()
    qtbot.waitUntil(lambda: leafing.page.layers_view.grab().toImage() != before, timeout=TIMEOUT)
    done: list[None] = []
    leafing.background.run(lambda: None, done.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(done), timeout=TIMEOUT)
    assert leafing.notice.text == ""
