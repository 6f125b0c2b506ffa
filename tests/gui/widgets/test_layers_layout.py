from itertools import combinations, pairwise

import pytest

from lenet_app.gui.widgets.layers_layout import HEADING, NOTE, Block, arrange, total_height
from lenet_app.networks import family
from lenet_app.networks.architecture import Shape

RATIOS = pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
_LENET5 = family.member("lenet5").architecture
LENET5: list[Shape] = [_LENET5.input_shape, *(plan.output_shape for plan in _LENET5.plans)]
LEAST = [70.0, 180.0, 130.0, 190.0, 130.0, 160.0, 160.0, 120.0]
"""About what headings and notes need."""
VIEWS = {"1280 × 720": (655, 510), "1024 × 640": (448, 428), "large": (1500, 1000)}
OTHERS: dict[str, list[Shape]] = {
    "colour": [(3, 32, 32), (32, 28, 28), (64, 14, 14), (1024,), (10,)],
    "no hidden layer": [(1, 28, 28), (10,)],
    "many maps": [(3, 32, 32), (128, 32, 32), (256, 8, 8), (512,), (100,)],
    "not square": [(1, 20, 60), (4, 10, 30), (3,)],
}

Box = tuple[float, float, float, float]


def placed(shapes: list[Shape], size: tuple[int, int], ratio: float = 1.0) -> list[Block]:
    least = LEAST if shapes is LENET5 else [120.0] * len(shapes)
    return arrange(shapes, least, width=size[0], height=size[1], ratio=ratio)


def box(block: Block) -> Box:
    return block.x, block.y, block.x + block.width, block.y + block.height


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def assert_sound(blocks: list[Block], width: float, ratio: float) -> None:
    """Nothing overlaps, everything is within the width and every cell within its block."""
    assert not [pair for pair in combinations(map(box, blocks), 2) if overlap(*pair)]
    for block in blocks:
        left, top, right, bottom = box(block)
        assert left >= 0
        assert right <= width + 1e-6
        for index in (0, block.columns - 1, block.count - 1):
            x, y, w, h = block.cell(index)
            assert left <= x
            assert x + w <= right + 1e-6
            assert y >= top + HEADING
            assert y + h <= bottom - NOTE + 1e-6
            device = [value * ratio for value in (x, y, w, h)]
            assert device == pytest.approx([round(value) for value in device], abs=1e-6), "whole device pixels"


@RATIOS
@pytest.mark.parametrize("size", VIEWS.values(), ids=VIEWS)
def test_lenet5_fits(size: tuple[int, int], ratio: float) -> None:
    blocks = placed(LENET5, size, ratio)
    assert_sound(blocks, size[0], ratio)
    assert total_height(blocks) <= size[1]


@RATIOS
@pytest.mark.parametrize("shapes", OTHERS.values(), ids=OTHERS)
def test_other_shapes_are_placed_soundly(shapes: list[Shape], ratio: float) -> None:
    assert_sound(placed(shapes, (655, 510), ratio), 655, ratio)


@pytest.mark.parametrize("size", [(400, 300), (320, 200), (1500, 60)])
def test_what_does_not_fit_goes_below_and_never_beside(size: tuple[int, int]) -> None:
    blocks = placed(LENET5, size)
    assert_sound(blocks, size[0], 1.0)
    assert total_height(blocks) > 0


@pytest.mark.parametrize("size", VIEWS.values(), ids=VIEWS)
def test_the_blocks_follow_the_data(size: tuple[int, int]) -> None:
    """From left to right, then into the next row."""
    for one, following in pairwise(placed(LENET5, size)):
        beside = following.y == one.y and following.x >= one.x + one.width
        below = following.x == 0 and following.y >= one.y + one.height
        assert beside or below


def test_there_is_a_cell_for_every_map_and_unit() -> None:
    blocks = placed(LENET5, VIEWS["1280 × 720"])
    assert [block.count for block in blocks] == [1, 6, 6, 16, 16, 120, 84, 10]
    for block in blocks:
        cells = {block.cell(index)[:2] for index in range(block.count)}
        assert len(cells) == block.count
        assert block.rows * block.columns >= block.count


@RATIOS
def test_every_pixel_of_a_map_is_a_whole_number_of_device_pixels_or_a_half_more(ratio: float) -> None:
    for shape, block in zip(LENET5, placed(LENET5, VIEWS["1280 × 720"], ratio), strict=True):
        if len(shape) == 3:
            per_pixel = block.cell_width * ratio / shape[2]
            steps = 2 if per_pixel < 3 else 1  # halves only where maps would get much smaller without
            assert per_pixel * steps == pytest.approx(round(per_pixel * steps))
            assert block.cell_height / shape[1] == pytest.approx(block.cell_width / shape[2])


def test_a_larger_view_shows_larger_maps() -> None:
    small, large = (placed(LENET5, VIEWS[name])[1].cell_width for name in ("1024 × 640", "large"))
    assert large > small
