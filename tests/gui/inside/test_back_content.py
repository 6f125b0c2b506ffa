"""The numbers of the way back that are shown are those of the inspection, and of an independent computation."""

import numpy as np
import pytest

from lenet_app.gui.inside.back_content import learned_blocks, learned_lines, loss_lines, path_lines
from lenet_app.gui.inside.words import number_text
from lenet_app.inspection.units import Unit
from lenet_app.networks.recipe import Optimiser
from tests.gui.helpers import number_in
from tests.gui.inside.looks import looked_at, units_of
from tests.unit.inspection.networks import FAMILY


@pytest.mark.parametrize("name", FAMILY)
def test_every_kind_of_layer_has_its_way_back(name: str) -> None:
    for unit in units_of(name):
        looked = looked_at(name, unit, label=4)
        look, passage = looked.look, looked.passage
        assert look.gradients is not None
        lines = {line.texts[0]: line.texts[1] for line in loss_lines(look, passage, "4")}
        assert lines["loss E at 4"] == number_text(look.gradients.loss)
        gradient = float(look.gradients.values[unit.layer][unit.index])
        assert lines["∂E/∂y here"] == number_text(gradient)
        paths = path_lines(look, passage, None)
        if look.paths is not None:
            assert sum(look.paths.shares.tolist()) == pytest.approx(gradient, rel=1e-4, abs=1e-7)
            assert [line.texts[3] for line in paths] == [number_text(one) for one in look.paths.shares.tolist()]
        if look.learned is not None:
            blocks = learned_blocks(look, passage)
            if blocks is None:
                assert len(learned_lines(look, passage, None)) == look.learned.weight.size
            else:
                assert np.array_equal(blocks.sheets[1].values, look.learned.weight)
                assert len(blocks.titles) == len(blocks.told) == len(look.learned.weight)


def test_the_answer_s_gradient_is_that_of_cross_entropy() -> None:
    looked = looked_at("lenet5", Unit("output", (3,)), label=3)
    scores = looked.passage.output.astype(np.float64)
    powers = np.exp(scores - scores.max())
    share = float(powers[3] / powers.sum())
    lines = {line.texts[0]: line.texts[1] for line in loss_lines(looked.look, looked.passage, "3")}
    assert number_in(lines["∂E/∂y here"]) == pytest.approx(share - 1, abs=1e-4)
    assert number_in(lines["loss E at 3"]) == pytest.approx(-np.log(share), rel=1e-2, abs=1e-9)


def test_the_next_step_of_adam_is_as_large_as_its_rate() -> None:
    looked = looked_at("lenet5", Unit("output", (5,)), label=4)
    recipe = looked.request.answer.request.recognizer.model.recipe
    assert recipe.optimiser is Optimiser.ADAM
    line = {one.texts[0]: one.texts[1] for one in loss_lines(looked.look, looked.passage, "4")}["next step of b"]
    assert abs(number_in(line)) <= recipe.learning_rate * 1.001
    rows = learned_lines(looked.look, looked.passage, 20)
    assert len(rows) == 20
    gradients = [abs(number_in(row.texts[2])) for row in rows]
    assert gradients == sorted(gradients, reverse=True)


def test_few_paths_and_the_rest_make_all() -> None:
    looked = looked_at("lenet5", Unit("C5", tuple([7, 0, 0][: len(looked_shape())])), label=4)
    few, every = (path_lines(looked.look, looked.passage, count) for count in (20, None))
    assert looked.look.gradients is not None
    assert looked.look.unit is not None
    assert len(few) == 21
    assert len(every) == 84
    assert looked.look.paths is not None
    rest = float(looked.look.paths.shares[20:].sum())
    assert few[-1].texts == ("64 others", "", "", number_text(rest))


def looked_shape() -> tuple[int, ...]:
    return looked_at("lenet5", None).passage.plan("C5").output_shape
