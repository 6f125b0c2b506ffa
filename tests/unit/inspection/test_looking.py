import numpy as np
import pytest

from lenet_app.inspection.fields import fed, receptive_field
from lenet_app.inspection.looking import Part, Wanted, look
from lenet_app.inspection.loss_gradients import loss_gradients
from lenet_app.inspection.next_step import measured_curvature
from lenet_app.inspection.passage import Passage, Range
from lenet_app.inspection.units import Unit
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.inspection.networks import NAMES, model_of, passage_of, picture_of, recipe_of, some_units
from tests.unit.samples import digits

ALL = frozenset(Part)
UNIT = Unit("C3", (4, 2, 7))


def test_only_what_is_wanted_is_there() -> None:
    passage, recipe = passage_of("lenet5"), recipe_of("lenet5")
    parts = {
        Part.FIELDS: {"receptive_field", "fed"},
        Part.ARITHMETIC: {"arithmetic"},
        Part.GRADIENTS: {"gradients"},
        Part.PATHS: {"gradients", "paths"},
        Part.LEARNED: {"gradients", "learned", "next_step"},
        Part.WHY: {"why"},
    }
    for part, expected in parts.items():
        found = look(passage, recipe, Wanted(frozenset({part}), UNIT))
        assert found.unit == UNIT
        assert {name for name, value in vars(found).items() if value and name != "unit"} == expected
    nothing = look(passage, recipe, Wanted(frozenset()))
    assert not any(vars(nothing).values())


@pytest.mark.parametrize("name", NAMES)
def test_everything_of_every_layer(name: str) -> None:
    passage, recipe = passage_of(name), recipe_of(name)
    for plan in passage.architecture.plans:
        unit = next(some_units(plan.output_shape, plan.name))
        found = look(passage, recipe, Wanted(ALL, unit, label=1))
        assert found.receptive_field == receptive_field(passage.architecture, unit)
        assert found.fed == fed(passage.architecture, unit)
        assert found.arithmetic is not None
        assert found.arithmetic.value == passage.value(unit)
        assert found.gradients is not None
        assert found.gradients.label == 1
        assert (found.paths is None) == (plan is passage.architecture.plans[-1])
        assert (found.learned is None) == (found.next_step is None) == (not plan.parameter_shapes)


def test_of_the_network_input_there_is_no_arithmetic() -> None:
    found = look(passage_of("lenet5"), recipe_of("lenet5"), Wanted(ALL, Unit("input", (0, 14, 15))))
    assert (found.arithmetic, found.learned, found.next_step, found.receptive_field) == (None, None, None, ())
    assert found.paths is not None
    assert found.paths.layer == "C1"
    assert found.fed


def test_without_a_unit_there_are_the_gradients_at_the_answer() -> None:
    passage, recipe = passage_of("lenet5"), recipe_of("lenet5")
    found = look(passage, recipe, Wanted(ALL))
    assert found.gradients is not None
    assert found.gradients.label == passage.answer
    expected = loss_gradients(passage, recipe, passage.answer)
    np.testing.assert_array_equal(found.gradients.values["C1"], expected.values["C1"])


def test_a_measured_curvature_makes_other_steps() -> None:
    made = model_of("lenet5-1998")
    curvature = measured_curvature(made, digits(3))
    plain, measured = (
        look(passage_of("lenet5-1998"), made.recipe, Wanted(ALL, UNIT, 5, given)).next_step
        for given in (None, curvature)
    )
    assert plain is not None
    assert measured is not None
    assert (np.abs(measured.weight) < np.abs(plain.weight)).any()


def test_what_a_layers_numbers_are_like() -> None:
    values = passage_of("lenet5").activations["C3"]
    found = Range.of(values)
    assert (found.minimum, found.maximum) == (0, values.max())
    assert found.zeros == pytest.approx(np.count_nonzero(values == 0) / values.size)
    assert 0.1 < found.zeros < 0.95


def test_what_a_recognizer_saw_can_be_looked_into() -> None:
    made = model_of("lenet5")
    insight = Recognizer(made).look_into(picture_of(made.architecture))
    passage = Passage.of(made, insight)
    assert passage.answer == insight.recognition.best
    assert passage.value(UNIT) == float(insight.activations["C3"][4, 2, 7])
    assert passage.values("input") is insight.network_input
