import numpy as np
import pytest

from lenet_app.inspection.two_models import matched, pairs
from tests.unit.inspection.networks import FAMILY, architecture_of, passage_of


@pytest.mark.parametrize("name", FAMILY)
def test_a_model_differs_from_itself_in_nothing(name: str) -> None:
    found = pairs(passage_of(name), passage_of(name))
    assert found[0].layers == ("input", "input")
    assert all(pair.largest == pair.mean == 0 for pair in found)
    assert not [pair.layers for pair in found if "drop" in str(pair.layers)]


def test_differences_of_layers_that_are_alike() -> None:
    first, second = passage_of("lenet5"), passage_of("lenet5-1998")
    found = {pair.layers: pair for pair in pairs(first, second)}
    assert list(found) == [(name, name) for name in ("input", "C1", "S2", "C3", "S4", "C5", "F6", "output")]
    c3 = found["C3", "C3"]
    expected = second.activations["C3"] - first.activations["C3"]
    assert c3.difference is not None
    np.testing.assert_array_equal(c3.difference, expected)
    assert c3.largest == pytest.approx(np.abs(expected).max())
    assert c3.mean == pytest.approx(np.abs(expected).mean())
    c5 = found["C5", "C5"]
    assert c5.shapes == ((120,), (120, 1, 1)), "units are like maps of one unit"
    assert c5.difference is not None
    np.testing.assert_array_equal(c5.difference, second.activations["C5"].ravel() - first.activations["C5"])


def test_layers_that_only_one_network_has() -> None:
    found = {pair.layers: pair.shapes for pair in pairs(passage_of("lenet5"), passage_of("lenet-caffe"))}
    assert found["C5", "F5"] == ((120,), (500,))
    apart = next(pair for pair in pairs(passage_of("lenet5"), passage_of("lenet-caffe")) if pair.layers[0] == "C5")
    assert (apart.difference, apart.largest, apart.mean) == (None, None, None)
    assert found["F6", None] == ((84,), None)
    assert found["C1", "C1"] == ((6, 28, 28), (20, 24, 24))
    assert list(found)[-1] == ("output", "output")


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("other", FAMILY)
def test_all_layers_are_there_once_and_in_order(name: str, other: str) -> None:
    found = matched(architecture_of(name), architecture_of(other))
    for side, one in enumerate((name, other)):
        working = [plan.name for plan in architecture_of(one).plans if not plan.layer.only_in_training]
        assert [names[side] for names in found if names[side] is not None] == working
    assert None not in found[-1]
    assert all(names != (None, None) for names in found)
    turned = matched(architecture_of(other), architecture_of(name))
    assert sum(None not in names for names in found) == sum(None not in names for names in turned)
