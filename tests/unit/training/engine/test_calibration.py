import numpy as np
import pytest
import torch

from lenet_app.data.pictures import Pictures
from lenet_app.networks.forward import activations, probabilities
from lenet_app.networks.making import Calibration
from lenet_app.networks.recipe import Augmentation, Loss, Recipe
from lenet_app.training.engine import calibration
from lenet_app.training.engine.calibration import FEWEST, best_temperature, calibrated
from lenet_app.training.engine.request import TrainingRequest
from tests.unit.samples import DISTANCES, NORMALISATION, TINY, digits, random_weights
from tests.unit.training.runs import plain_recipe, request, whole_run


def over_confident(count: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Scores three times as large as they should be, and labels drawn as the right ones say."""
    random = np.random.default_rng(3)
    true = random.normal(0, 1.5, (count, 10))
    shares = np.exp(true) / np.exp(true).sum(axis=1, keepdims=True)
    labels = (shares.cumsum(axis=1) > random.random((count, 1))).argmax(axis=1)
    return (3 * true).astype(np.float32), labels.astype(np.uint8)


def test_the_temperature_undoes_too_much_confidence() -> None:
    scores, labels = over_confident()
    assert best_temperature(scores, labels) == pytest.approx(3, rel=0.06)


def test_no_other_temperature_has_less_cross_entropy() -> None:
    scores, labels = over_confident(2000)
    found = best_temperature(scores, labels)

    def loss(temperature: float) -> float:
        target = torch.from_numpy(labels.astype(np.int64))
        return float(torch.nn.functional.cross_entropy(torch.from_numpy(scores) / temperature, target))

    assert all(loss(found) <= loss(other) + 1e-4 for other in np.geomspace(0.5, 4, 40))


def trained() -> TrainingRequest:
    asked = request(plain_recipe(epochs=6), training=digits(2000), validation=digits(1000, first=3000))
    _, end = whole_run(asked)
    return request(asked.recipe, weights=end.weights, validation=asked.validation)


def test_of_the_hold_out_one_in_a_hundred_is_refused_at_most() -> None:
    asked = trained()
    found = calibrated(asked, asked.weights)
    certainty, told = found.certainty, found.refused
    assert asked.validation is not None
    network_input = NORMALISATION.network_input(asked.validation.images, (1, 28, 28))
    output = activations(TINY, asked.weights, network_input)[TINY.layers[-1].name]
    confidences = probabilities(output / np.float32(certainty.temperature)).max(axis=1)
    refused = float((confidences < certainty.threshold).mean())
    assert told == pytest.approx(refused, abs=1e-3)
    assert certainty.threshold == 0.5 or 0.002 <= refused <= 0.0101
    assert certainty.threshold == pytest.approx(round(certainty.threshold, 2))


def test_distances_keep_the_rubbish_class_of_their_loss() -> None:
    recipe = plain_recipe(loss=Loss.MAP, rubbish=4.0)
    weights = random_weights(DISTANCES)
    pictures = digits(200)
    asked = request(recipe, DISTANCES, Pictures(pictures.images, pictures.labels % 7), weights=weights)
    certainty = calibrated(asked, weights).certainty
    assert (certainty.rubbish, certainty.temperature) == (4.0, 1.0)
    assert 0.5 <= certainty.threshold <= 1


def test_with_made_digits_they_are_measured_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that knows MNIST only is less sure of styles that are not in it."""
    asked = trained()
    plain = calibrated(asked, asked.weights).certainty
    mixed = request(Recipe(augmentation=Augmentation.HANDWRITING), weights=asked.weights, validation=asked.validation)
    monkeypatch.setattr(calibration, "LEAST", 0.0)
    least = calibrated(mixed, asked.weights).certainty
    assert least.threshold < calibrated(asked, asked.weights).certainty.threshold <= plain.threshold


def test_it_is_told_what_it_was_measured_on() -> None:
    whole, few = digits(FEWEST, first=3000), digits(FEWEST - 1, first=3000)
    weights = random_weights(TINY)
    assert calibrated(request(validation=whole), weights).on is Calibration.HOLD_OUT
    for asked in (request(), request(validation=few), request(validation=whole, knows_hold_out=True)):
        assert calibrated(asked, weights).on is Calibration.VARIED
    tiny = request(training=digits(3), validation=digits(1, first=3000))
    assert calibrated(tiny, weights).on is Calibration.VARIED


def test_without_a_hold_out_what_was_learned_by_heart_is_changed_first() -> None:
    """A network is always right on what it knows by heart, so that its scores would seem to say too little."""
    learned, new = digits(400), digits(1000, first=3000)
    asked = request(plain_recipe(epochs=60, learning_rate=0.005), training=learned)
    _, end = whole_run(asked)

    def temperature(validation: Pictures | None) -> float:
        asked = request(training=learned, validation=validation)
        return calibrated(asked, end.weights).certainty.temperature

    assert 1.2 * temperature(learned) < temperature(None) < 1.2 * temperature(new)
