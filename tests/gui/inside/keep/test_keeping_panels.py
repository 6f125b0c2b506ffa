"""What Why, What if and Compare show, kept in files: the numbers are those of the window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import signed_map
from lenet_app.gui.draw.inspector.beside import BesidePanel
from lenet_app.gui.draw.inspector.what_if import WhatIfPanel
from lenet_app.gui.draw.inspector.why.panel import WhyPanel
from lenet_app.gui.draw.panels import BESIDE, WHAT_IF, WHY
from lenet_app.gui.inside.keep.keepsake import Form
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.draw.inspector.test_look_panels import draw_seven
from tests.gui.inside.keep.saving import assert_shows_something, rows_of, saved
from tests.unit.inspection.networks import first_weights, model_of
from tests.unit.samples import small_data_set

TIMEOUT = 30_000


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    ThemeSwitch(qapp, Theme.LIGHT)
    desk = Desk(qtbot)
    yield desk
    desk.page.finish()
    desk.background.finish()


def test_why(desk: Desk, tmp_path: Path) -> None:
    draw_seven(desk)
    inspector = desk.page.inspector
    inspector.open(WHY)
    panel = inspector.panel(WHY)
    assert isinstance(panel, WhyPanel)
    view = panel.pixels.pictures
    desk.qtbot.waitUntil(lambda: len(view.pictures) == 5 and view.pictures[4].what == "adds", timeout=TIMEOUT)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    alone, together = inspector.keepsakes()
    shown = view.pictures[4]
    assert alone.title == "Integrated gradients"
    np.testing.assert_array_equal(np.load(saved(desk, alone, Form.NPY, tmp_path)), shown.values)
    rows = [float(row[-1]) for row in rows_of(saved(desk, alone, Form.CSV, tmp_path))]
    np.testing.assert_allclose(rows, shown.values.ravel(), rtol=1e-6)
    with Image.open(saved(desk, alone, Form.PNG, tmp_path)) as image:
        pixels = np.asarray(image.convert("RGB"))[4::8, 4::8]
    strongest = np.unravel_index(np.abs(shown.values).argmax(), shown.values.shape)
    ends = [signed_map(dark=False)[end].tolist() for end in (0, 1, 254, 255)]
    assert pixels.shape[:2] == shown.sides
    assert pixels[strongest].tolist() in ends
    assert_shows_something(desk, alone, tmp_path)
    assert_shows_something(desk, together, tmp_path)
    desk.canvas.clear()
    desk.qtbot.waitUntil(lambda: inspector.keepsakes() == (), timeout=TIMEOUT)


def test_what_if(desk: Desk, tmp_path: Path) -> None:
    draw_seven(desk)
    desk.page.set_data_set(small_data_set())
    inspector = desk.page.inspector
    inspector.open(WHAT_IF)
    panel = inspector.panel(WHAT_IF)
    assert isinstance(panel, WhatIfPanel)
    (fitted,) = inspector.keepsakes()
    picture = panel.editor.picture
    assert picture is not None
    np.testing.assert_array_equal(np.load(saved(desk, fitted, Form.NPY, tmp_path)), picture[0])
    assert_shows_something(desk, fitted, tmp_path)
    desk.page.what_if.switch(Unit("C3", (4,)))
    panel.accuracy.button.click()
    desk.qtbot.waitUntil(lambda: len(inspector.keepsakes()) == 2, timeout=TIMEOUT)
    found = panel.accuracy.shown
    assert found is not None
    _, accuracy = inspector.keepsakes()
    rows = rows_of(saved(desk, accuracy, Form.CSV, tmp_path))
    assert [row[0] for row in rows] == list("0123456789")
    counts = np.array([row[1:] for row in rows], np.int64)
    np.testing.assert_array_equal(counts.T, [found.of_class, found.right, found.right_without])
    np.testing.assert_array_equal(np.load(saved(desk, accuracy, Form.NPY, tmp_path)), counts.T)


def test_compare(desk: Desk, tmp_path: Path) -> None:
    draw_seven(desk)
    inspector = desk.page.inspector
    inspector.open(BESIDE)
    panel = inspector.panel(BESIDE)
    assert isinstance(panel, BesidePanel)
    assert inspector.keepsakes() == ()
    first = model_of("lenet5")
    second = replace(first, name="new", weights=first_weights("lenet5"))
    desk.page.beside.set_model(second)
    desk.qtbot.waitUntil(lambda: panel.compared is not None, timeout=TIMEOUT)
    compared, pair = panel.compared, panel.pair
    assert compared is not None
    assert pair is not None
    assert pair.layers == ("C1", "C1")
    both, one, other, apart = inspector.keepsakes()
    values = [np.load(saved(desk, keepsake, Form.NPY, tmp_path)) for keepsake in (one, other, apart)]
    np.testing.assert_array_equal(values[0], compared.passages[0].values("C1"))
    np.testing.assert_array_equal(values[1], compared.passages[1].values("C1"))
    np.testing.assert_array_equal(values[2], values[1] - values[0])
    assert_shows_something(desk, both, tmp_path)
    for line, expected in (
        (1, first.weights["C1.weight"]),
        (2, second.weights["C1.weight"]),
        (3, second.weights["C1.weight"] - first.weights["C1.weight"]),
    ):
        panel.shown_box.setCurrentIndex(line)
        (weights,) = inspector.keepsakes()
        np.testing.assert_array_equal(np.load(saved(desk, weights, Form.NPY, tmp_path)), expected)
    assert_shows_something(desk, weights, tmp_path)
