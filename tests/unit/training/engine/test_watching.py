"""What is told of the layers while they learn, held against torch's own derivatives and against single units."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from lenet_app.networks.build import Network
from lenet_app.networks.recipe import Optimiser
from lenet_app.training.engine.watching import DeadUnits
from tests.unit.samples import LENET5, NORMALISATION, TINY, digits, random_weights
from tests.unit.training.runs import batches_of, epochs_of, plain_recipe, request, whole_run


def test_sizes_of_weights_and_gradients_are_those_of_autograd() -> None:
    pictures = digits(40)
    asked = request(plain_recipe(epochs=1, batch_size=40), TINY, pictures)
    reports, _ = whole_run(asked)
    told = {layer.name: layer for layer in batches_of(reports)[0].layers}
    network = Network(TINY)
    network.load_weights(asked.weights)
    images = torch.from_numpy(NORMALISATION.network_input(pictures.images, TINY.input_shape))
    functional.cross_entropy(network(images), torch.from_numpy(pictures.labels.astype(np.int64))).backward()  # type: ignore[no-untyped-call]
    learned = dict(zip(asked.weights, network.parameters(), strict=True))
    assert all(part.shape == asked.weights[name].shape for name, part in learned.items())
    assert list(told) == ["H", "out"]
    for name, layer in told.items():
        own = np.concatenate([array.ravel() for key, array in asked.weights.items() if key.startswith(f"{name}.")])
        assert layer.weight == pytest.approx(np.sqrt(np.mean(own**2)), rel=1e-5)
        parts = [
            part.grad.ravel() for key, part in learned.items() if key.startswith(f"{name}.") and part.grad is not None
        ]
        assert layer.gradient == pytest.approx(float(torch.cat(parts).square().mean().sqrt()), rel=1e-4)


def test_they_come_with_the_last_batch_of_each_epoch() -> None:
    reports, _ = whole_run(request())
    last = [one for one in batches_of(reports) if one.batch == one.batches]
    assert all(one.layers for one in last)
    for epoch, batch in zip(epochs_of(reports), last, strict=True):
        assert [(layer.name, layer.weight) for layer in epoch.layers] == [
            (layer.name, layer.weight) for layer in batch.layers
        ]


def test_levenberg_marquardt_has_no_gradient_of_a_batch() -> None:
    recipe = plain_recipe(
        epochs=1, batch_size=1, optimiser=Optimiser.LEVENBERG_MARQUARDT, learning_rate=0.001, curvature_pictures=10
    )
    reports, _ = whole_run(request(recipe, training=digits(60)))
    layers = epochs_of(reports)[-1].layers
    assert [layer.gradient for layer in layers] == [None, None]
    assert all(layer.weight > 0 for layer in layers)


def test_dead_units_are_counted() -> None:
    weights = {name: array.copy() for name, array in random_weights(LENET5, 3).items()}
    weights["C1.bias"][[0, 4]] = -1e6  # never fires
    weights["F6.weight"][:7] = 0  # always the same
    counted = DeadUnits(request(architecture=LENET5)).counted(weights)
    assert counted["C1"] == (2, 6)
    assert counted["F6"][0] >= 7
    assert counted["F6"][1] == 84
    assert LENET5.layers[-1].name not in counted
