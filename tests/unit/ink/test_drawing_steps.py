import numpy as np
import pytest

from lenet_app.ink.deslant import slant_of
from lenet_app.ink.normalise import fit
from lenet_app.ink.prepared import PreparedDrawing, prepared_drawing
from lenet_app.ink.steps import LONGEST_SIDE, Step, StepKind, preparation_of
from lenet_app.ink.stroke_ink import drawing_ink
from lenet_app.ink.strokes import Drawing, Stroke

LEANING = Drawing((Stroke(((0.6, 0.2), (0.4, 0.8)), 0.06),))


def prepared(drawing: Drawing, *, deslant: bool = False) -> tuple[tuple[Step, ...], PreparedDrawing]:
    made = prepared_drawing(drawing, deslant=deslant)
    assert made is not None
    return preparation_of(made).steps, made


def image(steps: tuple[Step, ...], kind: StepKind) -> np.ndarray:
    (step,) = [step for step in steps if step.kind is kind]
    return step.image


def test_the_steps_end_with_the_fitted_picture() -> None:
    steps, made = prepared(LEANING)
    assert [step.kind for step in steps] == ["strokes", "pen", "centred"]
    ink = drawing_ink(LEANING)
    assert ink is not None
    fitted = fit(ink)
    assert fitted is not None
    assert np.array_equal(made.fitted.picture, fitted.picture)
    assert made.fitted.slant is None
    assert np.array_equal(image(steps, StepKind.CENTRED), np.round(fitted.picture * 255))
    assert np.array_equal(image(steps, StepKind.PEN) > 0, ink.marks > 0)
    sheet = image(steps, StepKind.STROKES)
    assert sheet.shape == (LONGEST_SIDE, LONGEST_SIDE, 3)
    # Along the line there is ink, and none where it is not.
    assert sheet[LONGEST_SIDE // 2, LONGEST_SIDE // 2].max() < 100
    assert sheet[LONGEST_SIDE // 4, LONGEST_SIDE // 4].min() == 255


def test_set_upright_there_is_one_step_more() -> None:
    steps, made = prepared(LEANING, deslant=True)
    assert [step.kind for step in steps] == [StepKind.STROKES, StepKind.UPRIGHT, StepKind.PEN, StepKind.CENTRED]
    assert made.fitted.slant == pytest.approx(-1 / 3, abs=0.01)
    rows, columns = np.nonzero(image(steps, StepKind.UPRIGHT)[..., 0] < 128)
    assert slant_of(np.stack([columns, rows], axis=1).astype(float)) == pytest.approx(0, abs=0.01)
    assert np.ptp(columns) < 0.1 * LONGEST_SIDE


@pytest.mark.parametrize("mirrored", [False, True])
def test_what_is_set_upright_stays_on_the_sheet(mirrored: bool) -> None:
    """A hook in the corner: without its slant the end of the bar would be beyond the edge."""
    points = ((0.97, 0.03), (0.5, 0.97), (0.5, 0.9))
    drawn = tuple((1 - x, y) for x, y in points) if mirrored else points
    steps, _ = prepared(Drawing((Stroke(drawn, 0.02), Stroke(((0.5, 0.03), (drawn[0][0], 0.03)), 0.02))), deslant=True)
    sheet = image(steps, StepKind.UPRIGHT)[..., 0]
    columns = np.flatnonzero((sheet < 128).any(axis=0))
    # The bar keeps its length: a shear moves it as a whole.
    assert np.ptp(np.flatnonzero(sheet[int(0.03 * LONGEST_SIDE)] < 128)) >= 0.46 * LONGEST_SIDE
    assert columns[0] >= 0


def test_where_nothing_is_drawn_there_are_no_steps() -> None:
    assert prepared_drawing(Drawing()) is None
    assert prepared_drawing(Drawing(), deslant=True) is None


def test_a_dot_has_steps_too() -> None:
    _, made = prepared(Drawing((Stroke(((0.5, 0.5),), 0.06),)), deslant=True)
    assert made.fitted.slant == 0
