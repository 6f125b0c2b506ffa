"""The matrices of weights hold every weight in its place."""

import numpy as np
import pytest

from lenet_app.gui.inside.weights_content import bitmap_blocks, layers_with_weights, weights_matrix
from lenet_app.gui.inside.words import number_text
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.layers import C3_TABLE
from tests.gui.inside.looks import looked_at
from tests.unit.inspection.networks import FAMILY, model_of


@pytest.mark.parametrize("name", FAMILY)
def test_every_weight_is_shown_once(name: str) -> None:
    model = model_of(name)
    for plan in layers_with_weights(model.architecture):
        if plan.layer.answers_with_distances:
            continue
        matrix = weights_matrix(model.architecture, model.weights, plan, None)
        weights = model.weights[f"{plan.name}.weight"]
        shown = matrix.values[matrix.joined]
        expected = (
            np.concatenate([weights.ravel(), model.weights[f"{plan.name}.bias"]]) if plan.layer.is_pool else weights
        )
        assert np.array_equal(np.sort(shown, axis=None), np.sort(expected, axis=None))
        assert matrix.columns == plan.output_shape[0]
        for column in (0, matrix.columns - 1):
            assert str(column) in matrix.text(0, column)


def test_the_table_of_c3_tells_who_sees_whom() -> None:
    model = model_of("lenet5-1998")
    matrix = weights_matrix(model.architecture, model.weights, model.architecture.plans[2], 5)
    for column, seen in enumerate(C3_TABLE):
        assert tuple(np.flatnonzero(matrix.joined[:, column])) == seen
    assert matrix.text(2, 0).startswith("C3 0 sees S2 2")
    assert matrix.text(3, 0) == "C3 0 does not see S2 3"
    assert np.array_equal(matrix.values[2, 0], model.weights["C3.weight"][2])


def test_the_pictures_stand_beside_what_is_compared() -> None:
    passage = looked_at("lenet5-1998", None).passage
    plan, pattern = passage.architecture.plans[-1], passage.activations["F6"]
    names = tuple(str(n) for n in range(10))
    blocks = bitmap_blocks(plan, "F6", pattern, names, 3)
    assert blocks.titles == ("F6", *names)
    assert blocks.chosen == 4
    assert np.array_equal(blocks.sheets[0].values[0].ravel(), pattern)
    assert np.array_equal(blocks.sheets[0].values[1:].reshape(10, -1), BITMAPS)
    distance = number_text(float(passage.activations["output"][3]))
    assert blocks.told[4] == f"picture of 3: distance {distance}"
    assert bitmap_blocks(plan, "F6", None, names, None).titles == names
