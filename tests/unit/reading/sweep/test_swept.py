import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.ink.line import line_of
from lenet_app.ink.paper.page_extraction import page_ink_of_marks
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, frame_scores, row_network
from lenet_app.paths import Home
from lenet_app.reading.rows import find_rows
from lenet_app.reading.sweep.swept import VIEWS, Sweep, View, line_of_row
from lenet_app.storage.library import ModelLibrary
from tests.unit.samples import random_weights

SMALL = row_network(2, 3, 8, 6)


def row_model() -> Model:
    return Model("rows", SMALL, random_weights(SMALL), NORMALISATION, Recipe(), CLASS_NAMES, "2026-01-01T00:00:00Z")


def test_a_row_is_swept_without_the_marks_of_other_rows() -> None:
    marks = np.zeros((160, 200), np.float32)
    for left in (10, 60, 110):
        marks[10:60, left : left + 8] = 1
        marks[100:150, left + 20 : left + 28] = 1
    ink = page_ink_of_marks(marks)
    assert ink is not None
    first, second = find_rows(ink.components, ink.pen)
    line = line_of_row(ink, first)
    expected = line_of(marks[10:60, 10:118], 50)
    np.testing.assert_array_equal(line.picture, expected.picture)
    swept = Sweep(row_model()).row(ink, first)
    np.testing.assert_array_equal(swept.line.picture, expected.picture)
    np.testing.assert_allclose(swept.frames, frame_scores(SMALL, random_weights(SMALL), expected.picture), rtol=1e-5)
    assert len(swept.readings) >= 1
    assert line_of_row(ink, second).picture.shape == (32, round(108 * 20 / 50))


def test_a_thin_digit_beside_thick_ones_is_seen_on_the_line() -> None:
    marks = np.zeros((80, 200), np.float32)
    for left in (10, 110, 150):
        marks[10:70, left : left + 9] = 1
    marks[10:70, 60:62] = 0.5  # pale, too
    ink = page_ink_of_marks(marks)
    assert ink is not None
    (row,) = find_rows(ink.components, ink.pen)
    picture = line_of_row(ink, row).picture
    across = picture[12:20, 12:22].sum(axis=1) / 255  # pixels of ink, where the stroke as it is has a third of one
    assert across.min() > 1.2


def test_a_model_of_single_digits_is_refused() -> None:
    model = ModelLibrary(Home.of_user().models).open(None)
    with pytest.raises(UserError, match="does not read rows in one sweep"):
        Sweep(model)


@pytest.mark.parametrize("view", VIEWS)
def test_views_keep_the_ink_and_change_width_and_slant(view: View) -> None:
    picture = np.zeros((32, 60), np.uint8)
    picture[6:26, 20:40] = 255
    seen = view.of(picture)
    assert seen.shape[0] == 32
    rows, columns = np.nonzero(seen > 127)
    assert abs(np.count_nonzero(seen > 127) - view.width * 400) <= 30
    top, bottom = columns[rows < 10].mean(), columns[rows > 21].mean()
    assert top - bottom == pytest.approx(view.slant * 15, abs=1.2)
