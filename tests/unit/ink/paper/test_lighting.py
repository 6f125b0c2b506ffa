import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.ink.paper.lighting import evenly_lit

Floats = npt.NDArray[np.float32]

LIT, SHADED = slice(0, 50), slice(50, 100)


def strokes() -> Floats:
    """Strokes across, their edges half as strong."""
    ink = np.zeros((80, 100), np.float32)
    for top in (10, 40, 60):
        ink[top - 1 : top + 7, 5:-5] = 0.5
        ink[top : top + 6, 5:-5] = 1
    return ink


def paper(light: float) -> Floats:
    """Light paper whose right half has only so much of the light."""
    lit = np.full((80, 100), 0.9, np.float32)
    lit[:, SHADED] *= light
    return lit


@pytest.mark.parametrize("light", [1, 0.8, 1.5])
def test_marks_in_even_light_stay_as_they_are(light: float) -> None:
    ink = strokes()
    assert evenly_lit(ink, paper(light)) is ink


def test_no_marks_stay_none() -> None:
    nothing = np.zeros((80, 100), np.float32)
    assert evenly_lit(nothing, paper(0.4)) is nothing


@pytest.mark.parametrize("light", [0.3, 0.45, 0.6])
def test_marks_in_a_shadow_are_as_strong_as_the_others(light: float) -> None:
    ink = strokes()
    shaded = np.minimum(ink, ink * paper(light) / np.float32(0.9))
    assert np.abs(evenly_lit(shaded, paper(light)) - ink).max() < 1e-5


def test_what_is_faint_in_full_light_stays_faint() -> None:
    ink = strokes() * paper(0.4) / np.float32(0.9)
    ink[30:33, LIT] = 0.3  # what is left of a printed line
    assert np.allclose(evenly_lit(ink, paper(0.4))[30:33, LIT], 0.3)


def test_what_is_all_but_nothing_in_the_dark_is_not_raised_to_ink() -> None:
    ink = strokes()
    ink[:, SHADED] *= 0.05
    assert evenly_lit(ink, paper(0.01))[:, SHADED].max() < 0.25
