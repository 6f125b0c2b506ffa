"""What whole pictures suffer before they are read."""

import numpy as np
import pytest
from PIL import Image

from tests.tools.suffering import KINDS


def strokes() -> list[Image.Image]:
    found = []
    for box in ((100, 60, 110, 200), (60, 190, 170, 200)):
        stroke = Image.new("L", (280, 280), 255)
        stroke.paste(26, box)
        found.append(stroke)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_changes_the_picture_the_same_way_each_time(name: str) -> None:
    plain = np.min([np.asarray(stroke) for stroke in strokes()], axis=0)
    one, again, other = (
        np.asarray(KINDS[name](strokes(), np.random.default_rng(seed)).convert("L")) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, again)
    assert (one < 200).any(), "some ink is left"
    if name == "as it is":
        np.testing.assert_array_equal(one, plain)
    else:
        assert not np.array_equal(one, plain)
    if name != "as it is" and "pixels" not in name:
        assert not np.array_equal(one, other)


def test_a_stroke_that_is_pressed_less_is_still_darker_than_paper() -> None:
    picture = np.asarray(KINDS["strokes pressed less"](strokes(), np.random.default_rng(3)))
    levels = sorted({int(picture[100, 105]), int(picture[195, 150])})
    assert levels[0] == 26
    assert 150 < levels[1] < 210
