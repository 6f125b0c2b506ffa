import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.rows.glyphs import HEIGHT, WIDTH
from lenet_app.penmanship.rows.placing import places, profiles, put_together

Floats = npt.NDArray[np.float32]


def block(left: int, wide: int, top: int = 10, high: int = 20) -> Floats:
    tile = np.zeros((HEIGHT, WIDTH), np.float32)
    tile[top : top + high, left : left + wide] = 1
    return tile


def where(tiles: list[Floats], lengths: list[int], gaps: list[int], by_box: bool = False) -> list[int]:
    stacked = np.stack(tiles)
    found = places(profiles(stacked), np.array(lengths), np.array(gaps), np.full(len(lengths), by_box))
    return found.tolist()


def test_gaps_are_kept_between_the_ink_of_neighbours() -> None:
    tiles = [block(20, 10), block(15, 5), block(22, 8)]
    assert where(tiles, [3], [0, 4, 0]) == [-20, -1, -3]  # ink at 0 to 10, 14 to 19, 19 to 27


def test_every_row_starts_anew() -> None:
    tiles = [block(20, 10), block(20, 10), block(8, 10), block(8, 4)]
    assert where(tiles, [2, 2], [9, 3, 9, -2]) == [-20, -7, -8, 0]


def test_a_high_digit_reaches_over_a_low_one_unless_boxes_count() -> None:
    over = block(5, 30, top=5, high=6)
    over[11:35, 5:12] = 1  # like a 7
    low = block(20, 10, top=20, high=14)
    one, other = where([over, low], [2], [0, 2])
    assert other + 20 == one + 12 + 2
    one, other = where([over, low], [2], [0, 2], by_box=True)
    assert other + 20 == one + 35 + 2


def test_ink_overlaps_by_a_few_pixels_at_most() -> None:
    one, other = where([block(20, 10), block(20, 10)], [2], [0, -30])
    assert other - one == 5


def test_rows_are_put_together_ink_over_ink() -> None:
    tiles = np.stack([block(20, 10), 0.5 * block(20, 10), block(0, 52)])
    canvas = put_together(tiles, np.array([-20, -12, 0]), np.array([2, 1]), room=30)
    assert canvas.shape[:2] == (2, HEIGHT)
    np.testing.assert_array_equal(np.flatnonzero(canvas[0, 15]), np.arange(30, 48))
    np.testing.assert_array_equal(canvas[0, 15, 30:48], [1] * 10 + [0.5] * 8)
    np.testing.assert_array_equal(np.flatnonzero(canvas[1, 15]), np.arange(30, 82))
