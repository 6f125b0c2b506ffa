"""The numbers that are shown of a unit are those of the map, and those of an independent computation."""

import numpy as np
import pytest

from lenet_app.gui.inside.forward_content import (
    contributor_lines,
    curve_point,
    forward_blocks,
    has_pictures,
    result_lines,
    softmax_lines,
)
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.inside.words import number_text, unit_text
from lenet_app.inspection.arithmetic import Arithmetic, softmax
from lenet_app.inspection.units import Unit
from lenet_app.networks.bitmaps import BITMAPS
from tests.gui.inside.looks import looked_at, units_of
from tests.unit.inspection.networks import FAMILY


def arithmetic_of(looked: Looked) -> Arithmetic:
    assert looked.look.arithmetic is not None
    return looked.look.arithmetic


@pytest.mark.parametrize("name", FAMILY)
def test_the_last_line_is_the_number_on_the_map(name: str) -> None:
    for unit in units_of(name):
        looked = looked_at(name, unit)
        shown, passage = arithmetic_of(looked), looked.passage
        value = number_text(float(passage.activations[unit.layer][unit.index]))
        lines = {line.texts[0]: line.texts[1] for line in result_lines(shown, passage)}
        assert lines["on the map" if len(unit.index) > 1 else "in the layer"] == value
        blocks = forward_blocks(shown, passage)
        sheets = blocks.sheets
        assert {sheet.values.shape for sheet in sheets} == {(len(blocks.titles), *blocks.sides)}
        assert len(blocks.titles) == len(blocks.notes) == len(blocks.told)
        point = curve_point(shown)
        if point is not None:
            assert point.value == shown.value
            at = float(np.interp(point.sum, point.curve.sums, point.curve.values))
            reach = float(np.abs(point.curve.sums).max())
            assert at == pytest.approx(point.value, abs=reach / 30)


def test_the_pictures_of_a_convolution_are_patch_kernel_and_products() -> None:
    looked = looked_at("lenet5-1998", Unit("C3", (2, 3, 4)))
    shown, passage = arithmetic_of(looked), looked.passage
    patch = passage.activations["S2"][2:5, 3:8, 4:9].astype(np.float64)
    kernels = passage.weights["C3.weight"][6:9].astype(np.float64)
    blocks = forward_blocks(shown, passage)
    assert blocks.titles == ("map 2", "map 3", "map 4")
    for sheet, values in zip(blocks.sheets, (patch, kernels, patch * kernels), strict=True):
        assert np.array_equal(sheet.values, values)
    sums = (patch * kernels).sum(axis=(1, 2))
    assert blocks.told == tuple(f"sum of map {n}: {number_text(one)}" for n, one in zip((2, 3, 4), sums, strict=True))
    assert blocks.notes == tuple(f"{one:+.3f}".replace("-", "\N{MINUS SIGN}") for one in sums)
    lines = [line.texts for line in result_lines(shown, passage)]
    bias = float(passage.weights["C3.bias"][2])
    assert lines[:3] == [
        ("sum of products", number_text(float(sums.sum()))),
        ("+ bias", number_text(bias)),
        ("= sum a", number_text(float(sums.sum()) + bias)),
    ]
    assert "map 3, row 5, column 8" in blocks.cell_text(1, 2, 4)
    assert number_text(float(patch[1, 2, 4])) in blocks.cell_text(1, 2, 4)


def test_of_a_pool_the_pixel_that_won_is_framed() -> None:
    looked = looked_at("lenet5", Unit("S2", (1, 5, 6)))
    block = looked.passage.activations["C1"][1, 10:12, 12:14]
    blocks = forward_blocks(arithmetic_of(looked), looked.passage)
    assert blocks.marked is not None
    _, row, column = blocks.marked
    assert block[row, column] == block.max()
    assert blocks.corner == (10, 12)
    assert result_lines(arithmetic_of(looked), looked.passage)[0].texts == (
        "largest of the block",
        number_text(float(block.max())),
    )


def test_subsampling_tells_sum_coefficient_and_bias() -> None:
    looked = looked_at("lenet5-1998", Unit("S2", (1, 5, 6)))
    weights = looked.passage.weights
    total = float(looked.passage.activations["C1"][1, 10:12, 12:14].astype(np.float64).sum())
    lines = [line.texts for line in result_lines(arithmetic_of(looked), looked.passage)]
    assert lines[:3] == [
        ("sum of the block", number_text(total)),
        ("× coefficient", number_text(float(weights["S2.weight"][1]))),
        ("+ bias", number_text(float(weights["S2.bias"][1]))),
    ]


def test_an_rbf_unit_shows_84_squared_differences() -> None:
    looked = looked_at("lenet5-1998", Unit("output", (3,)))
    blocks = forward_blocks(arithmetic_of(looked), looked.passage)
    pattern = looked.passage.activations["F6"].astype(np.float64)
    value, picture, apart = (sheet.values for sheet in blocks.sheets)
    assert value.shape == (1, 12, 7)
    assert np.array_equal(value.ravel(), pattern)
    assert np.array_equal(picture.ravel(), BITMAPS[3])
    assert np.array_equal(apart.ravel(), (pattern - BITMAPS[3]) ** 2)
    assert blocks.notes == (number_text(float(looked.passage.activations["output"][3])),)


def test_dense_units_list_what_adds_most_and_all_on_demand() -> None:
    looked = looked_at("lenet5", Unit("F6", (17,)))
    shown, passage = arithmetic_of(looked), looked.passage
    assert not has_pictures(shown)
    products = passage.activations["C5"].astype(np.float64).ravel() * passage.weights["F6.weight"][17]
    order = np.argsort(-np.abs(products), kind="stable")
    few, every = contributor_lines(shown, passage, 20), contributor_lines(shown, passage, None)
    assert len(few) == 21
    assert few[-1].texts[0] == f"{len(products) - 20} others"
    assert [line.texts[3] for line in every] == [number_text(float(products[n])) for n in order]
    keys = [line.key for line in every]
    assert all(isinstance(key, Unit) and key.layer == "C5" for key in keys)
    assert [key.map for key in keys if isinstance(key, Unit)] == order.tolist()


def test_dropout_is_passed_over_and_that_is_said() -> None:
    plans = looked_at("lenet5-dropout", None).passage.architecture.plans
    number = next(n for n, plan in enumerate(plans) if plan.layer.only_in_training)
    before = plans[number - 1]
    looked = looked_at("lenet5-dropout", Unit(before.name, tuple(0 for _ in before.output_shape)))
    last = result_lines(arithmetic_of(looked), looked.passage)[-1]
    assert last.texts[1] == "passed over"
    assert last.texts[0].startswith("dropout")
    itself = looked_at("lenet5-dropout", Unit(plans[number].name, tuple(0 for _ in before.output_shape)))
    assert result_lines(arithmetic_of(itself), itself.passage)[0].texts[0] == "passed on"


def test_the_softmax_follows_the_temperature() -> None:
    passage = looked_at("lenet5", None).passage
    scores = passage.output.astype(np.float64)
    for temperature in (1.0, 4.0):
        powers = np.exp(scores / temperature)
        wanted = [f"{100 * share:.2f} %" for share in powers / powers.sum()]
        lines = softmax_lines(softmax(passage, temperature), [str(n) for n in range(10)])
        assert [line.texts[3] for line in lines] == wanted


def test_a_border_is_named_as_such() -> None:
    looked = looked_at("lenet5-relu-same", None)
    first = looked.passage.architecture.plans[0]
    assert first.layer.sliding is not None
    looked = looked_at("lenet5-relu-same", Unit(first.name, (0, 0, 0)))
    names = [line.texts[0] for line in contributor_lines(arithmetic_of(looked), looked.passage, None)]
    window = first.layer.sliding
    inside = (window.kernel - window.padding) ** 2 * first.input_shape[0]
    assert names.count("border") == len(names) - inside


def test_units_in_words() -> None:
    architecture = looked_at("lenet5", None).passage.architecture
    assert unit_text(Unit("C3", (2, 3, 4)), architecture) == "C3, map 2, row 3, column 4"
    assert unit_text(Unit("output", (3,)), architecture) == "Output, unit 3"
