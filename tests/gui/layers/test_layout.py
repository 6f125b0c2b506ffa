from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from lenet_app.gui.layers.layout import HEADING, NOTE, Block, Figure, arrange, total_height
from lenet_app.networks import family
from lenet_app.networks.kind import Shape

RATIOS = pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
_LENET5 = family.member("lenet5").architecture
LENET5: list[Shape] = [_LENET5.input_shape, *(plan.output_shape for plan in _LENET5.plans)]
LEAST = [70.0, 180.0, 130.0, 190.0, 130.0, 160.0, 160.0, 120.0]
"""About what headings and notes need."""
VIEWS = {"1280 × 720": (655, 510), "1024 × 640": (448, 428), "large": (1500, 1000)}
BAR = 12
"""Pixels that a scroll bar is wide."""
OTHERS: dict[str, list[Shape]] = {
    "colour": [(3, 32, 32), (32, 28, 28), (64, 14, 14), (1024,), (10,)],
    "no hidden layer": [(1, 28, 28), (10,)],
    "many maps": [(3, 32, 32), (128, 32, 32), (256, 8, 8), (512,), (100,)],
    "not square": [(1, 20, 60), (4, 10, 30), (3,)],
}

Box = tuple[float, float, float, float]


def placed(shapes: list[Shape], size: tuple[int, int], ratio: float = 1.0) -> list[Block]:
    least = LEAST if shapes is LENET5 else [120.0] * len(shapes)
    figures = [Figure(shape, width) for shape, width in zip(shapes, least, strict=True)]
    figures[0] = replace(figures[0], units=2)
    return arrange(figures, width=size[0], height=size[1], ratio=ratio, bar=BAR)


def family_figures(architecture_id: str) -> list[Figure]:
    """What the view places, about: the pictures of an RBF network, a colour input, and units of one pixel."""
    architecture = family.member(architecture_id).architecture
    channels, height, width = architecture.input_shape
    figures = [Figure((1, height, width), 70, units=2, beside=3 if channels == 3 else 0)]
    for plan in architecture.plans:
        shape = plan.output_shape
        if architecture.answers_with_distances and plan.name == "F6":
            figures.append(Figure((1, 12, 7), 180, units=1, begins_row=True))
        elif architecture.answers_with_distances and plan.name == "output":
            figures.append(Figure((10, 12, 7), 280, units=1, least_pitch=31, caption=18))
        elif plan.layer.kind != "dropout":
            figures.append(Figure(shape[:1] if shape[1:] == (1, 1) else shape, 180))
    return figures


def box(block: Block) -> Box:
    return block.x, block.y, block.x + block.width, block.y + block.height


def overlap(one: Box, other: Box) -> bool:
    least = 1e-6
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > least and down > least


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
    assert_follows(placed(LENET5, size))


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


def assert_follows(blocks: list[Block]) -> None:
    """From left to right, then into the next row."""
    for one, following in pairwise(blocks):
        beside = following.y == one.y and following.x >= one.x + one.width
        below = following.x == 0 and following.y >= one.y + one.height - 1e-6
        assert beside or below


@RATIOS
@pytest.mark.parametrize("size", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_network_of_the_family_is_placed_soundly(
    architecture_id: str, size: tuple[int, int], ratio: float
) -> None:
    figures = family_figures(architecture_id)
    blocks = arrange(figures, width=size[0], height=size[1], ratio=ratio, bar=BAR)
    assert_sound(blocks, size[0], ratio)
    assert_follows(blocks)
    for figure, block in zip(figures, blocks, strict=True):
        assert block.count == figure.shape[0]
        assert block.rows * block.columns >= block.count
        if len(figure.shape) == 3:
            assert block.cell_width >= 12, "maps that can still be seen"
        if total_height(blocks) > size[1]:
            assert block.x + block.width <= size[0] - BAR, "the scroll bar covers nothing"


@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_network_of_the_family_fits_a_window_of_1280_by_720(architecture_id: str) -> None:
    blocks = arrange(family_figures(architecture_id), width=655, height=510, ratio=1, bar=BAR)
    assert total_height(blocks) <= 510


def test_maps_are_large_where_there_is_scrolling_anyway() -> None:
    blocks = arrange(family_figures("lenet5-wide"), width=448, height=428, ratio=1, bar=BAR)
    assert total_height(blocks) > 428
    assert blocks[1].cell_width == 42


def test_small_pictures_stand_beside_a_colour_input() -> None:
    (block,) = arrange([Figure((1, 32, 32), 70, units=2, beside=3)], width=400, height=300, ratio=1)
    boxes = [block.cell(0), *(block.beside_cell(index) for index in range(3))]
    corners = [(left, top, left + width, top + height) for left, top, width, height in boxes]
    assert not [pair for pair in combinations(corners, 2) if overlap(*pair)]
    assert max(right for _, _, right, _ in corners) <= block.x + block.width
    assert corners[-1][3] == pytest.approx(corners[0][3])


def test_captions_stand_between_lines_of_cells() -> None:
    figure = Figure((10, 12, 7), 100, units=1, least_pitch=30, caption=18)
    (block,) = arrange([figure], width=200, height=300, ratio=1)
    assert block.rows > 1
    first, below = block.cell(0), block.cell(block.columns)
    assert below[1] - (first[1] + first[3]) >= 18
    assert block.cell(1)[0] - first[0] >= 30


def test_no_line_is_left_with_a_cell_or_two() -> None:
    for architecture_id in ("lenet-pytorch", "lenet-caffe", "lenet5-wide"):
        for block in arrange(family_figures(architecture_id), width=655, height=510, ratio=1):
            left = block.count % block.columns
            assert left == 0 or 3 * left >= block.columns


def test_what_begins_a_row_leaves_the_one_before() -> None:
    one, other = Figure((6, 10, 10), 100), Figure((6, 10, 10), 100, begins_row=True)
    first, second = arrange([one, other], width=800, height=600, ratio=1)
    assert second.y >= first.y + first.height
