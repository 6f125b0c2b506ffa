import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.answers import answer, opened_pixels
from lenet_app.gui.answering.subjects import DataSetPicture, Request
from lenet_app.gui.draw.notes import preparation_notes
from lenet_app.gui.draw.widgets.input_view import InputView
from lenet_app.gui.layers.legend import Legend
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.networks.normalisation import InputNormalisation
from tests.gui.helpers import SEVEN, seven, shipped_recognizer, shown_pixels

NORMALISATION = InputNormalisation(-0.1, 1.175)
WIDTHS = pytest.mark.parametrize("width", [304, 280])


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> InputView:
    ThemeSwitch(qapp, Theme.LIGHT)
    view = InputView()
    qtbot.addWidget(view)
    view.resize(304, view.height())
    return view


def picture_of(view: InputView) -> QWidget:
    (picture,) = [one for one in view.findChildren(QWidget) if type(one).__name__ == "_Picture"]
    return picture


def test_the_networks_input_is_shown_pixel_by_pixel(view: InputView) -> None:
    values = np.arange(1024, dtype=np.float32).reshape(1, 32, 32) / 1023
    view.show_input(NORMALISATION.network_input(values[None], (1, 32, 32))[0], NORMALISATION, ["inverted"])
    assert view.notes == "32 × 32, inverted"
    assert view.accessibleDescription() == view.notes
    picture = picture_of(view)
    view.grab()  # lays it out
    shown = shown_pixels(picture)[1::3, 1::3]
    assert (picture.width(), picture.height()) == (96, 96)
    expected = np.rint(values[0] * 255).astype(int)[..., None]
    assert np.array_equal(shown[3:-3, 3:-3].astype(int), np.broadcast_to(expected, (32, 32, 3))[3:-3, 3:-3])


def test_colour_is_shown_in_colour(view: InputView) -> None:
    colours = np.zeros((3, 32, 32), np.float32)
    colours[0] = 1
    view.show_input(colours, InputNormalisation(0.0, 1.0), [])
    view.grab()
    assert [int(value) for value in shown_pixels(picture_of(view))[48, 48]] == [255, 0, 0]
    assert view.notes == "32 × 32 in colour"


def test_the_scale_of_a_colour_input_is_undone(view: InputView) -> None:
    picture = np.zeros((1, 3, 32, 32), np.uint8)
    picture[0, :, :, :] = np.array([10, 130, 250])[:, None, None]
    scale = InputNormalisation(background=1.0, ink=-1.0)
    view.show_input(scale.network_input(picture, (3, 32, 32))[0], scale, [])
    view.grab()
    assert [int(value) for value in shown_pixels(picture_of(view))[48, 48]] == [10, 130, 250]


def test_of_other_channels_the_first_is_shown(view: InputView) -> None:
    values = np.zeros((2, 32, 32), np.float32)
    values[0] = 1
    view.show_input(values, InputNormalisation(0.0, 1.0), [])
    view.grab()
    assert [int(value) for value in shown_pixels(picture_of(view))[48, 48]] == [255, 255, 255]
    assert view.notes == "32 × 32"


def test_nothing_is_shown_once_cleared(view: InputView) -> None:
    view.show_input(np.ones((1, 32, 32), np.float32), NORMALISATION, ["centred by mass"])
    view.clear()
    view.grab()
    assert view.notes == "Draw or open a picture"
    assert view.accessibleName() == "What the network sees"
    assert not shown_pixels(picture_of(view))[10:-10, 10:-10].any()


@WIDTHS
def test_the_longest_notes_fit(view: InputView, width: int) -> None:
    view.resize(width, view.height())
    notes = ["inverted", "scaled to a 20-pixel box", "centred by mass", "pen width evened"]
    view.show_input(np.ones((1, 32, 32), np.float32), NORMALISATION, notes)
    view.grab()
    for label in view.findChildren(QLabel):
        if label.wordWrap():
            assert label.heightForWidth(label.width()) <= label.height()


def test_the_notes_say_what_was_done() -> None:
    recognizer = shipped_recognizer()
    dark = opened_pixels(np.asarray(seven().point([255 - value for value in range(256)]).convert("RGBA")))
    light = opened_pixels(np.asarray(seven().convert("RGBA")))
    image = np.zeros((1, 28, 28), np.uint8)
    image[:, 5:20, 12:14] = 255
    notes = [
        preparation_notes(answer(Request(subject, recognizer, 0.0)))
        for subject in (SEVEN, dark, light, DataSetPicture(image, "1"))
    ]
    assert notes[0][:2] == ["scaled to a 20-pixel box", "centred by mass"]
    assert "inverted" in notes[1]
    assert "inverted" not in notes[2]
    assert notes[3] == ["as it is in the data set"]


def test_the_legend_shows_both_scales(qtbot: QtBot, qapp: QApplication) -> None:
    switch = ThemeSwitch(qapp, Theme.LIGHT)
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(448, legend.sizeHint().height())
    light = shown_pixels(legend).astype(int)
    coloured = np.nonzero(np.ptp(light, axis=2).max(axis=0) > 60)[0]
    assert coloured.size > 100
    blue = (light[..., 2] - light[..., 0]).max(axis=0)
    orange = (light[..., 0] - light[..., 2]).max(axis=0)
    assert np.nonzero(orange > 60)[0].min() > np.nonzero(blue > 60)[0].min(), "the signed scale comes second"
    assert legend.accessibleName() == "Colour legend"
    assert "largest value" in legend.toolTip()
    assert "smallest distance is framed" in legend.toolTip()
    switch.set_theme(Theme.DARK)
    assert not np.array_equal(shown_pixels(legend), light)
    switch.set_theme(Theme.LIGHT)


def test_the_legend_fits_the_narrow_window(qtbot: QtBot, qapp: QApplication) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(900, legend.sizeHint().height())
    changed = np.nonzero((shown_pixels(legend) != shown_pixels(legend)[0, -1]).any(axis=(0, 2)))[0]
    assert changed.max() < 448, "what the middle column has at 1024 × 640"
