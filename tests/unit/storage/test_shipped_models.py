from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.networks.forward import activations
from lenet_app.paths import bundled
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model

MODELS = sorted(bundled("models").glob("*.safetensors"))


def test_there_is_a_model_to_start_with() -> None:
    assert MODELS
    assert ModelLibrary().default().path in MODELS


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shipped_model_tells_how_it_was_made(path: Path) -> None:
    model = read_model(path)
    assert model.name
    assert model.metrics["test_accuracy"] >= 0.992
    assert model.metrics["test_loss"] < 0.05
    assert model.making["data_set"] == "mnist"
    assert model.making["hold_out"] == 5000 or model.making["epoch"] == model.recipe.epochs
    assert model.making["pictures"] + model.making["hold_out"] == 60_000
    assert model.making["epoch"] <= model.recipe.epochs
    assert isinstance(model.making["seed"], int)
    assert datetime.fromisoformat(model.created).tzinfo is not None


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_shipped_model_is_as_good_as_it_says(path: Path) -> None:
    """All 10,000 test pictures of MNIST, through the NumPy network that the window answers with."""
    model, test = read_model(path), catalogue.load("mnist").test
    right, loss = 0, 0.0
    for start in range(0, len(test), 500):
        labels = test.labels[start : start + 500].astype(int)
        pictures = test.images[start : start + 500]
        network_input = model.normalisation.network_input(pictures, model.architecture.input_shape)
        outputs = activations(model.architecture, model.weights, network_input)
        scores = outputs[model.architecture.layers[-1].name].astype(np.float64)
        right += int((scores.argmax(axis=1) == labels).sum())
        loss += float((np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels]).sum())
    assert right / 10_000 >= 0.992
    assert right / 10_000 == model.metrics["test_accuracy"]
    assert loss / 10_000 == pytest.approx(model.metrics["test_loss"], rel=1e-3)
