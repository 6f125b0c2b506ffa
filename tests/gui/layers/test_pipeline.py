from itertools import combinations, pairwise

import pytest

from lenet_app.gui.layers.column import Column, Figure
from lenet_app.gui.layers.pipeline import Pipeline, arrange
from lenet_app.networks import family
from lenet_app.networks.kind import Shape

RATIOS = pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
VIEWS = {"1280 × 720": (655, 480), "1024 × 640": (448, 428), "1920 × 1080": (1200, 800), "with inspector": (655, 380)}
SIZES = pytest.mark.parametrize("size", VIEWS.values(), ids=VIEWS)
HEADING = 40
OTHERS: dict[str, list[Shape]] = {
    "colour": [(3, 32, 32), (32, 28, 28), (64, 14, 14), (1024,), (10,)],
    "no hidden layer": [(1, 28, 28), (10,)],
    "many maps": [(3, 32, 32), (128, 32, 32), (256, 8, 8), (512,), (100,)],
    "not square": [(1, 20, 60), (4, 10, 30), (3,)],
}

Box = tuple[float, float, float, float]


def family_figures(architecture_id: str) -> list[Figure]:
    """What the view places, about: pictures of an RBF network, a colour input, units of one pixel, named classes."""
    architecture = family.member(architecture_id).architecture
    channels, height, width = architecture.input_shape
    figures = [Figure((1, height, width), 40, enlarged=1.45, below=3 if channels == 3 else 0)]
    for plan in architecture.plans:
        shape = plan.output_shape
        if plan.name == "output" and architecture.answers_with_distances:
            figures.append(Figure((10, 12, 7), 40, enlarged=1.2, beside=30, in_one_line=True))
        elif plan.name == "output":
            figures.append(Figure(shape, 45, least_width=24, in_one_line=True))
        elif architecture.answers_with_distances and plan.name == "F6":
            figures.append(Figure((1, 12, 7), 40, enlarged=1.2))
        elif plan.layer.kind != "dropout":
            figures.append(Figure(shape[:1] if shape[1:] == (1, 1) else shape, 30))
    return figures


def placed(figures: list[Figure], size: tuple[int, int], ratio: float = 1.0, zoom: float = 1.0) -> Pipeline:
    return arrange(figures, width=size[0], height=size[1], heading=HEADING, ratio=ratio, zoom=zoom)


def box(cell: Box) -> Box:
    left, top, width, height = cell
    return left, top, left + width, top + height


def overlap(one: Box, other: Box) -> bool:
    least = 1e-6
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > least and down > least


def outer(column: Column) -> Box:
    return column.left, column.top, column.left + column.cells_width, column.top + column.cells_height


def assert_sound(pipeline: Pipeline, figures: list[Figure], height: float, ratio: float) -> None:
    """Columns follow the data without overlapping, cells are on whole device pixels within heading and lower edge."""
    assert [column.count for column in pipeline.columns] == [figure.count for figure in figures]
    for one, following in pairwise(pipeline.columns):
        assert following.x >= one.x + one.width
    assert pipeline.columns[-1].x + pipeline.columns[-1].width <= pipeline.width + 1e-6
    for column in pipeline.columns:
        assert column.x >= -1
        assert column.across * column.lines >= column.count
        left, top, right, bottom = outer(column)
        assert top >= HEADING - 1
        assert bottom <= height + 1
        assert abs((top + bottom) / 2 - pipeline.middle) <= 1
        for index in (0, column.across - 1, column.count - 1):
            cell = box(column.cell(index))
            assert left - 1e-6 <= cell[0]
            assert cell[2] <= right + 1e-6
            assert cell[3] <= bottom + 1e-6
            device = [value * ratio for value in column.cell(index)]
            assert device == pytest.approx([round(value) for value in device], abs=1e-6), "whole device pixels"


@RATIOS
@SIZES
@pytest.mark.parametrize("architecture_id", family.ids())
def test_every_network_of_the_family_is_placed_soundly(
    architecture_id: str, size: tuple[int, int], ratio: float
) -> None:
    figures = family_figures(architecture_id)
    pipeline = placed(figures, size, ratio)
    assert_sound(pipeline, figures, size[1], ratio)
    for figure, column in zip(figures, pipeline.columns, strict=True):
        if len(figure.shape) == 3 and not figure.in_one_line:
            assert max(column.cell_width, column.cell_height) >= 24, "maps that can be seen"
        assert min(column.cell_width, column.cell_height) >= 7, "units that can be hit"


@RATIOS
@pytest.mark.parametrize("shapes", OTHERS.values(), ids=OTHERS)
def test_other_shapes_are_placed_soundly(shapes: list[Shape], ratio: float) -> None:
    figures = [Figure(shape, 60) for shape in shapes]
    assert_sound(placed(figures, (655, 510), ratio), figures, 510, ratio)


@SIZES
@pytest.mark.parametrize("architecture_id", ["lenet5", "lenet5-1998", "lenet5-dropout", "lenet5-relu-same"])
def test_lenets_are_in_view_as_a_whole(architecture_id: str, size: tuple[int, int]) -> None:
    assert placed(family_figures(architecture_id), size).width == size[0]


def test_a_wide_network_goes_on_to_the_right_with_maps_of_a_good_size() -> None:
    pipeline = placed(family_figures("lenet5-wide"), VIEWS["1024 × 640"])
    assert pipeline.width > 448
    assert pipeline.columns[1].cell_width == 42


@RATIOS
def test_every_pixel_of_a_map_is_a_whole_number_of_device_pixels_or_a_half_more(ratio: float) -> None:
    figures = family_figures("lenet5")
    for figure, column in zip(figures, placed(figures, VIEWS["1280 × 720"], ratio).columns, strict=True):
        if len(figure.shape) == 3:
            _, rows, columns = figure.shape
            per_pixel = column.cell_width * ratio / columns
            steps = 2 if per_pixel < 3 else 1  # halves only where maps would get much smaller without
            assert per_pixel * steps == pytest.approx(round(per_pixel * steps))
            assert column.cell_height / rows == pytest.approx(column.cell_width / columns)


def test_a_larger_view_shows_larger_maps_units_and_classes_and_fills_its_width() -> None:
    figures = family_figures("lenet5")
    small, large = (placed(figures, VIEWS[name]) for name in ("1280 × 720", "1920 × 1080"))
    for one, other in zip(small.columns, large.columns, strict=True):
        assert other.cell_width > one.cell_width
    assert large.columns[0].x < 100
    assert large.columns[-1].x + large.columns[-1].width > 1100


def test_zooming_makes_everything_larger_and_stays_within_the_height() -> None:
    figures = family_figures("lenet5")
    plain, zoomed = (placed(figures, VIEWS["1280 × 720"], zoom=zoom) for zoom in (1, 2))
    assert zoomed.columns[1].cell_width > 1.5 * plain.columns[1].cell_width
    assert zoomed.width > plain.width
    assert_sound(zoomed, figures, 480, 1.0)


def test_there_is_a_cell_for_every_map_and_unit() -> None:
    for column in placed(family_figures("lenet5"), VIEWS["1280 × 720"]).columns:
        cells = [box(column.cell(index)) for index in range(column.count)]
        assert not [pair for pair in combinations(cells, 2) if overlap(*pair)]


def test_small_pictures_stand_below_a_colour_input() -> None:
    (column,) = placed([Figure((1, 32, 32), 30, enlarged=1.45, below=3)], (400, 300)).columns
    boxes = [box(column.cell(0)), *(box(column.small_cell(index)) for index in range(3))]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert boxes[-1][2] == pytest.approx(boxes[0][2])
    assert boxes[-1][3] == pytest.approx(column.top + column.cells_height)


def test_words_stand_beside_cells_that_have_some() -> None:
    (column,) = placed([Figure((10, 12, 7), 40, beside=30, in_one_line=True)], (400, 300)).columns
    assert column.across == 1
    left, _, width, _ = column.cell(0)
    assert column.x + column.width - (left + width) >= 30 - 1


def test_no_line_is_left_with_a_cell_or_two() -> None:
    for architecture_id in family.ids():
        for column in placed(family_figures(architecture_id), (655, 510)).columns:
            left = column.count % column.across
            assert left == 0 or 3 * left >= column.across


def test_words_above_make_a_column_as_wide_as_they_are() -> None:
    narrow, wide = (placed([Figure((6, 10, 10), words)], (400, 300)).columns[0] for words in (10, 390))
    assert wide.width == 390
    assert narrow.width < 390
    assert wide.left == pytest.approx(wide.x + (390 - wide.cells_width) / 2)


@pytest.mark.parametrize("size", [(60, 300), (300, 30), (1, 1)])
def test_hardly_any_room_is_no_fault(size: tuple[int, int]) -> None:
    figures = family_figures("lenet5")
    pipeline = placed(figures, size)
    assert len(pipeline.columns) == len(figures)
    assert pipeline.width >= size[0]
