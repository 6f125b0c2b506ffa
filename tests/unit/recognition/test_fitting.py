from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lenet_app.errors import UserError
from lenet_app.ink.corrections import Corrections
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import FittedInk, fit
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.strokes import Drawing, Stroke
from lenet_app.ink.whole import FittedWhole
from lenet_app.networks.model import Model
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.recognition.fitting import (
    fitted_drawing,
    fitted_file,
    fitted_picture,
)
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.samples import LENET5, ODD, model
from tests.unit.whole_models import halves, primaries

DRAWING = Drawing((Stroke(((0.3, 0.25), (0.7, 0.25), (0.45, 0.8)), 0.06, (30, 60, 200)),))


def boots(width: int = 300) -> Image.Image:
    """Dark on light, below the middle, tall enough to be there in any middle part."""
    image = Image.new("RGB", (width, 300), (250, 250, 250))
    image.paste((40, 30, 30), (width // 2 - 60, 170, width // 2 + 60, 260))
    return image


@pytest.mark.parametrize(
    ("answering", "whole", "colour"),
    [
        (model(LENET5), False, False),
        (halves(), True, False),
        (primaries(), True, True),
        # Colour is never ink, whatever a file says.
        (replace(primaries(), normalisation=InputNormalisation(0.0, 1.0)), True, True),
        (model(ODD), False, False),
    ],
)
def test_which_way_a_model_takes(answering: Model, whole: bool, colour: bool) -> None:
    assert answering.takes_whole_pictures is whole
    assert answering.takes_colour is colour


def test_a_model_of_digits_gets_ink() -> None:
    ink = drawing_ink(DRAWING)
    assert ink is not None
    expected = fit(ink)
    found = fitted_drawing(DRAWING, model(LENET5))
    assert isinstance(found, FittedInk)
    assert expected is not None
    assert np.array_equal(found.planes, expected.picture[None])
    for has_sheet in (True, False):
        again = fitted_drawing(DRAWING, model(LENET5), has_sheet=has_sheet)
        assert again is not None
        assert np.array_equal(again.planes, found.planes)


def test_the_same_drawing_is_taken_whole_in_its_colours() -> None:
    found = fitted_drawing(DRAWING, primaries())
    assert isinstance(found, FittedWhole)
    assert found.planes.shape == (3, 32, 32)
    assert Recognizer(primaries()).look_into(found.planes).recognition.label == "blue thing"


def test_a_drawing_without_a_sheet_gets_one() -> None:
    (stroke,) = DRAWING.strokes
    points = tuple((x * 50 - 9, y * 50) for x, y in stroke.points)
    moved = Drawing((replace(stroke, points=points, width=stroke.width * 50),))
    one, other = (fitted_drawing(each, halves(), has_sheet=False) for each in (DRAWING, moved))
    assert one is not None
    assert other is not None
    assert np.abs(one.planes.astype(float) - other.planes).mean() < 0.5


def test_pictures_get_the_size_of_the_data_set() -> None:
    """The frame around them is the network input's, as in training."""
    picture = picture_ink(np.asarray(boots().convert("RGBA")))
    found = fitted_picture(picture, halves())
    assert isinstance(found, FittedWhole)
    assert found.inverted
    assert found.planes.shape == (1, 28, 28)
    insight = Recognizer(halves()).look_into(found.planes)
    assert insight.recognition.label == "boot"
    assert not insight.network_input[:, :2].any()
    found = fitted_picture(picture, halves(None))
    assert found is not None
    assert found.planes.shape == (1, 32, 32)
    with pytest.raises(UserError, match="4000 × 32 do not fit"):  # a file may say anything
        halves((4000, 32))


@pytest.mark.parametrize("answering", [primaries(), halves(), model(LENET5)], ids=["colour", "grey", "ink"])
@pytest.mark.parametrize("width", [300, 900])
def test_a_file_goes_the_way_of_the_picture_in_it(tmp_path: Path, answering: Model, width: int) -> None:
    path = tmp_path / "boots.png"
    boots(width).save(path)
    from_file, from_picture = fitted_file(path, answering), fitted_picture(picture_ink(read_pixels(path)), answering)
    assert from_file is not None
    assert from_picture is not None
    assert np.array_equal(from_file.planes, from_picture.planes)
    assert getattr(from_file, "cut", False) is (width == 900 and answering.takes_whole_pictures)


@pytest.mark.parametrize("answering", [primaries(), halves(), model(LENET5)], ids=["colour", "grey", "ink"])
def test_where_nothing_is_to_be_seen_nothing_is_fitted(tmp_path: Path, answering: Model) -> None:
    Image.new("RGB", (60, 40), (90, 90, 90)).save(tmp_path / "blank.png")
    assert fitted_file(tmp_path / "blank.png", answering) is None
    assert fitted_picture(picture_ink(read_pixels(tmp_path / "blank.png")), answering) is None
    assert fitted_drawing(Drawing(), answering) is None
    assert fitted_drawing(Drawing(), answering, has_sheet=False) is None


# Corrections

LEANING = Drawing((Stroke(((0.6, 0.2), (0.4, 0.8)), 0.06),))
"""A third as far across as it is high."""


def ink_columns(fitted: object) -> int:
    assert isinstance(fitted, FittedInk)
    return int(fitted.picture.any(axis=0).sum())


def test_a_slanted_drawing_is_set_upright_on_demand() -> None:
    plain = fitted_drawing(LEANING, model(LENET5))
    upright = fitted_drawing(LEANING, model(LENET5), deslant=True)
    assert isinstance(plain, FittedInk)
    assert isinstance(upright, FittedInk)
    assert plain.slant is None
    assert upright.slant == pytest.approx(-1 / 3, abs=0.01)
    assert ink_columns(upright) < 5 < ink_columns(plain)
    straight = fitted_drawing(DRAWING, halves(), deslant=True)
    assert straight is not None
    whole = fitted_drawing(DRAWING, halves())
    assert whole is not None
    assert np.array_equal(straight.planes, whole.planes), "what is taken whole is not set upright"


def test_a_slanted_picture_is_set_upright_on_demand(tmp_path: Path) -> None:
    image = Image.new("L", (200, 200), 240)
    ImageDraw.Draw(image).line([(120, 40), (80, 160)], fill=20, width=9)
    image.save(tmp_path / "one.png")
    found = fitted_file(tmp_path / "one.png", model(LENET5), Corrections(deslant=True))
    assert isinstance(found, FittedInk)
    assert found.slant == pytest.approx(-1 / 3, abs=0.03)
    plain = fitted_file(tmp_path / "one.png", model(LENET5))
    assert ink_columns(found) < ink_columns(plain)
    same = fitted_picture(picture_ink(read_pixels(tmp_path / "one.png")), model(LENET5), deslant=True)
    assert same is not None
    assert np.array_equal(same.planes, found.planes)


def test_a_threshold_by_hand_reaches_the_file(tmp_path: Path) -> None:
    image = Image.new("L", (200, 200), 255)
    pen = ImageDraw.Draw(image)
    pen.line([(60, 40), (60, 160)], fill=0, width=12)
    pen.line([(60, 150), (140, 150)], fill=190, width=12)  # a quarter of the contrast
    image.save(tmp_path / "faint.png")
    boxes = []
    for threshold in (0.1, 0.6):
        found = fitted_file(tmp_path / "faint.png", model(LENET5), Corrections(threshold=threshold))
        assert isinstance(found, FittedInk)
        boxes.append(found.box)
    assert [right for _, _, right, _ in boxes] == pytest.approx([141, 67], abs=2)
