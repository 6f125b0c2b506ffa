"""The page with models for colour and for whole pictures."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Fitting, Pictures
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.notes import canvas_hint
from lenet_app.gui.draw.page import DrawPage
from lenet_app.ink.strokes import Drawing, Stroke
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN, seven, shipped_model, shown_pixels
from tests.unit.samples import model
from tests.unit.whole_models import PRIMARIES, halves, primaries

RED_SEVEN = Drawing(tuple(replace(stroke, colour=(255, 0, 0)) for stroke in SEVEN.strokes))


@pytest.fixture
def colour_desk(desk: Desk) -> Desk:
    desk.use(primaries())
    return desk


def thing(colour: tuple[int, int, int], size: tuple[int, int] = (600, 300)) -> Image.Image:
    image = Image.new("RGB", size, (120, 120, 120))
    image.paste(colour, (size[0] // 3, size[1] // 3, 2 * size[0] // 3, 2 * size[1] // 3))
    return image


def coloured_set(pictures: int = 6) -> DataSet:
    """Plain colours with noise, in the order red, green, blue."""
    labels = (np.arange(pictures) % 3).astype(np.uint8)
    noise = np.random.default_rng(4).integers(0, 60, (pictures, 3, 32, 32))
    noise[np.arange(pictures), labels] += 190
    part = Pictures(noise.astype(np.uint8), labels)
    return DataSet("colours", "Colours", PRIMARIES, part, part, Fitting.WHOLE)


# Drawings


def test_a_drawing_is_answered_by_its_colours(colour_desk: Desk) -> None:
    colour_desk.canvas.set_content(RED_SEVEN)
    colour_desk.wait_for("red thing")
    assert "scaled as a whole" in colour_desk.page.fitting_line.line
    assert "box" not in colour_desk.page.fitting_line.line


def test_another_kind_of_model_reads_the_same_strokes_as_ink(colour_desk: Desk) -> None:
    colour_desk.canvas.set_content(RED_SEVEN)
    colour_desk.wait_for("red thing")
    colour_desk.use(shipped_model())
    colour_desk.wait_for("7")
    assert colour_desk.canvas.content is RED_SEVEN
    assert "centred by mass" in colour_desk.page.fitting_line.line
    colour_desk.use(primaries())
    colour_desk.wait_for("red thing")


def test_a_grey_model_takes_the_sheet_inverted_at_the_size_of_its_data(desk: Desk) -> None:
    desk.use(halves())
    desk.canvas.set_content(Drawing((Stroke(((0.3, 0.75), (0.7, 0.75)), 0.2),)))
    desk.wait_for("boot")
    notes = desk.page.fitting_line.line.replace("\N{NO-BREAK SPACE}", " ")
    assert notes == "Fitted: inverted, scaled to 28 × 28"
    assert desk.canvas.is_sheet
    assert not desk.page.panel.pen_colours.isVisible()


def test_the_pens_colours_come_and_go_with_the_model(desk: Desk) -> None:
    assert not desk.page.panel.pen_colours.isVisible()
    assert not desk.canvas.is_sheet
    desk.use(primaries())
    assert desk.page.panel.pen_colours.isVisible()
    assert desk.canvas.is_sheet
    desk.use(shipped_model())
    assert not desk.page.panel.pen_colours.isVisible()


def test_the_canvas_asks_for_what_the_model_knows(desk: Desk, qtbot: QtBot) -> None:
    digits = shown_pixels(desk.canvas)
    desk.use(primaries())
    assert not np.array_equal(shown_pixels(desk.canvas), digits)
    desk.use(shipped_model())
    # The canvas grows back to its size with the next turn of the event loop.
    qtbot.waitUntil(lambda: np.array_equal(shown_pixels(desk.canvas), digits))


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (tuple("0123456789"), ("Draw a digit", "or drop or paste a picture")),
        (tuple("ABCDEFGHIJ"), ("Draw a character", "or drop or paste a picture")),
        (
            ("cat", "dog", *"abcdefgh"),
            ("Draw something", "or drop or paste a picture\ncat, dog, a, b, c, d, e, f, g, h"),
        ),
    ],
)
def test_only_digits_are_called_digits(names: tuple[str, ...], hint: tuple[str, str]) -> None:
    assert canvas_hint(model(class_names=names)) == hint


# Pictures


def test_a_picture_is_taken_as_a_whole(colour_desk: Desk, tmp_path: Path) -> None:
    thing((0, 0, 255)).save(tmp_path / "blue.png")
    colour_desk.page.open_picture(tmp_path / "blue.png")
    colour_desk.wait_for("blue thing")
    assert colour_desk.page.fitting_line.line.endswith("scaled as a whole, middle part")


def test_a_picture_of_the_size_is_taken_as_it_is(colour_desk: Desk, tmp_path: Path) -> None:
    thing((0, 255, 0), (32, 32)).save(tmp_path / "green.png")
    colour_desk.page.open_picture(tmp_path / "green.png")
    colour_desk.wait_for("green thing")
    assert colour_desk.page.fitting_line.line == "Fitted: as it is"


def test_another_model_fits_the_same_picture_its_own_way(desk: Desk, tmp_path: Path) -> None:
    """The file is gone by then."""
    image = Image.composite(Image.new("RGB", (160, 160), (220, 20, 20)), Image.new("RGB", (160, 160), "white"), seven())
    image.save(tmp_path / "7.png")
    desk.page.open_picture(tmp_path / "7.png")
    desk.wait_for("7")
    (tmp_path / "7.png").unlink()
    opened = desk.canvas.content
    desk.use(primaries())
    desk.wait_for("red thing")
    desk.use(shipped_model())
    desk.wait_for("7")
    assert desk.canvas.content is opened


def test_a_pasted_picture_is_taken_as_a_whole(colour_desk: Desk) -> None:
    image = thing((0, 0, 255)).convert("RGBA")
    QGuiApplication.clipboard().setImage(QImage(image.tobytes(), *image.size, QImage.Format.Format_RGBA8888).copy())
    colour_desk.page.paste()
    colour_desk.wait_for("blue thing")


def test_a_transparent_picture_is_shown_and_taken_on_white(colour_desk: Desk, tmp_path: Path) -> None:
    image = Image.new("RGBA", (90, 90), (255, 0, 0, 0))
    image.paste((255, 0, 0, 255), (30, 30, 60, 60))
    image.save(tmp_path / "red.png")
    colour_desk.page.open_picture(tmp_path / "red.png")
    colour_desk.wait_for("red thing")
    content = colour_desk.canvas.content
    assert isinstance(content, ShownPicture)
    assert content.whole is not None
    assert tuple(content.whole[0, 0]) == (255, 255, 255)
    assert tuple(content.whole[45, 45]) == (255, 0, 0)


def test_a_picture_of_one_colour_has_no_answer(colour_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    colour_desk.canvas.set_content(RED_SEVEN)
    colour_desk.wait_for("red thing")
    Image.new("RGB", (50, 50), (0, 0, 255)).save(tmp_path / "plain.png")
    colour_desk.page.open_picture(tmp_path / "plain.png")
    qtbot.waitUntil(lambda: isinstance(colour_desk.canvas.content, ShownPicture))
    qtbot.waitUntil(lambda: colour_desk.page.answer_view.label == "")
    colour_desk.assert_nothing_is_shown()


# Data sets


def test_pictures_of_a_colour_data_set(colour_desk: Desk) -> None:
    page, data_set = colour_desk.page, coloured_set()
    page.set_data_set(data_set)
    for name in ("red thing", "green thing", "blue thing"):
        page.browser.next_action.trigger()
        colour_desk.wait_for(name)
        assert page.browser.truth == f"true: {name} ✓ right"
        assert page.fitting_line.line.endswith("as it is in the data set")
    content = colour_desk.canvas.content
    assert isinstance(content, ShownPicture)
    assert np.array_equal(content.pixels, data_set.test.images[2].transpose(1, 2, 0))


def test_a_picture_keeps_its_label_when_another_data_set_is_browsed(colour_desk: Desk) -> None:
    page = colour_desk.page
    page.set_data_set(coloured_set())
    page.browser.next_action.trigger()
    colour_desk.wait_for("red thing")
    page.set_data_set(replace(coloured_set(3), title="Others"))
    assert page.browser.caption == "Pictures of Colours"
    assert page.browser.truth.startswith("true: red thing")
    colour_desk.canvas.clear()
    assert page.browser.caption == "Pictures of Others"


def test_a_data_set_is_loaded_by_its_name(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page: DrawPage = desk.page
    page.load_data_set(str(tmp_path / "none"))
    qtbot.waitUntil(lambda: "There is no data set" in desk.notice.text)
    assert not page.browser.isEnabled()
    page.load_data_set(catalogue.MNIST)
    qtbot.waitUntil(page.browser.isEnabled, timeout=60_000)
    assert page.browser.caption == "Pictures of MNIST"
