import numpy as np
import pytest
import torch

from lenet_app.networks import family
from lenet_app.networks.architecture import Architecture
from lenet_app.training.engine.passes.parameters import Parameters, sum_of
from tests.unit.samples import ODD, random_weights

WIDE = family.member("lenet-caffe").architecture


@pytest.mark.parametrize("architecture", [ODD, WIDE], ids=["odd", "channels innermost"])
def test_weights_go_in_and_come_out_as_snapshots(architecture: Architecture) -> None:
    weights = random_weights(architecture)
    parameters = Parameters(architecture)
    parameters.load(weights)
    taken = parameters.weights()
    assert list(taken) == list(weights)
    parameters.vector.add_(1)
    for name, weight in weights.items():
        np.testing.assert_array_equal(taken[name], weight)
        np.testing.assert_allclose(parameters.weights()[name], weight + 1, rtol=1e-6)


def test_each_begins_a_line_of_the_cache() -> None:
    parameters = Parameters(ODD)
    start = parameters.vector.data_ptr()
    assert all((part.data_ptr() - start) % 64 == 0 for part in parameters.named.values())
    assert sum(part.numel() for part in parameters.named.values()) == ODD.parameters


def test_a_missing_weight_is_refused() -> None:
    weights = random_weights(ODD)
    del weights["C.bias"]
    with pytest.raises(KeyError):
        Parameters(ODD).load(weights)


def test_the_sum_of_several() -> None:
    vectors = [torch.arange(4.0), torch.ones(4), torch.full((4,), 0.5)]
    assert sum_of(vectors, out=torch.zeros(4)).tolist() == [1.5, 2.5, 3.5, 4.5]
