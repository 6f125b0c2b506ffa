"""The network of a kept run, as far as its folder tells."""

import shutil

import numpy as np
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.row_network import CLASS_NAMES
from lenet_app.runs.kept.kept_run import MODEL
from lenet_app.runs.kept.network import network_of
from tests.unit.inspection.networks import FAMILY, model_of
from tests.unit.inspection.test_epochs import course
from tests.unit.runs.kept.by_hand import put_run
from tests.unit.runs.kept.making import store


@pytest.mark.parametrize("name", [name for name in FAMILY if model_of(name).architecture.input_shape[0] == 1])
def test_without_a_model_it_is_that_of_the_settings(name: str) -> None:
    expected, kept = model_of(name), course(name, 2)
    put_run("a", expected, kept, is_done=False)
    run = store().find("a")
    for epoch, one in enumerate(kept):
        found = network_of(run, run.weights(epoch))
        assert (found.architecture, found.normalisation) == (expected.architecture, expected.normalisation)
        assert found.class_names == (CLASS_NAMES if name == "lenet5-row" else tuple("0123456789"))
        for key, weight in found.weights.items():
            np.testing.assert_array_equal(weight, one.weights[key])


def test_classes_are_those_of_the_model() -> None:
    model, kept = model_of("lenet-rgb"), course("lenet-rgb", 2)
    put_run("a", model, kept, data_set="cifar10")
    run = store().find("a")
    assert network_of(run, run.weights(0)).class_names == model.class_names
    (run.folder / MODEL).unlink()
    with pytest.raises(UserError, match="The run a has no finished model yet"):
        network_of(run, run.weights(0))


def test_weights_of_another_network_are_refused() -> None:
    put_run("a", model_of("lenet5"), course("lenet5", 2))
    other = put_run("b", model_of("lenet-caffe"), course("lenet-caffe", 2))
    run = store().find("a")
    shutil.copy(other / MODEL, run.folder / MODEL)
    with pytest.raises(UserError):
        network_of(run, run.weights(0))
