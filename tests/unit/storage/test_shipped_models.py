import re
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data import catalogue
from lenet_app.networks import family
from lenet_app.networks.forward import activations, scores
from lenet_app.paths import Home, bundled
from lenet_app.runs.run import MEASURED_ROWS
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from lenet_app.training.engine.rows.measuring import evaluate_rows, measuring_rows

MODELS = sorted(bundled("models").glob("*.safetensors"))
SHIPPED = pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
ON_MNIST = [path for path in MODELS if (one := read_model(path)).making.data_set == "mnist" and not one.reads_rows]


def test_the_default_network_comes_first_and_the_others_as_in_the_family() -> None:
    entries = [entry for entry in ModelLibrary(Home.of_user().models).entries() if entry.shipped]
    assert len(entries) == len(MODELS)
    assert ModelLibrary(Home.of_user().models).default() == entries[0]
    assert entries[0].architecture_id == family.DEFAULT_ID
    places = [family.ids().index(entry.architecture_id) for entry in entries]
    assert places == sorted(places)
    assert len({entry.name for entry in entries}) == len(entries)


@SHIPPED
def test_a_shipped_model_is_the_familys_network_and_tells_how_it_was_made(path: Path) -> None:
    model = read_model(path)
    member = family.member(model.architecture.id)
    assert path.stat().st_size < 5_000_000
    assert model.architecture == member.architecture
    assert model.name
    assert model.making.data_set == member.data_set
    assert (model.making.pictures or 0) + (model.making.hold_out or 0) == {"mnist": 60_000, "cifar10": 50_000}[
        member.data_set
    ]
    assert model.making.stopped is False
    assert isinstance(model.making.seed, int)
    assert datetime.fromisoformat(model.created).tzinfo is not None
    normalisation = model.normalisation
    assert (normalisation.background, normalisation.ink) == (member.normalisation.background, member.normalisation.ink)
    assert normalisation.fits_ink is (member.data_set == "mnist")


@SHIPPED
def test_a_shipped_model_has_a_card_with_its_accuracy(path: Path) -> None:
    card = path.with_suffix(".md").read_text(encoding="utf-8")
    model = read_model(path)
    assert f"`{path.name}`" in card
    assert f"{model.architecture.parameters:,} parameters" in card
    assert re.search(rf"\b{100 * (model.metrics.test_accuracy or 0):.2f} %", card)


def test_the_shipped_reader_of_rows_is_as_good_as_it_says() -> None:
    """2,000 rows composed of MNIST's test pictures and of a penman apart, as its training measures."""
    model = read_model(bundled("models") / "lenet5-row.safetensors")
    rows = measuring_rows(catalogue.load("mnist", Home.of_user().data).test, MEASURED_ROWS)
    *_, whole = evaluate_rows(model.architecture, model.weights, rows)
    assert whole.accuracy == pytest.approx(model.metrics.test_accuracy, abs=2e-3)
    assert whole.digits == pytest.approx(model.metrics.test_digits, abs=2e-3)


@pytest.mark.parametrize("path", ON_MNIST, ids=lambda path: path.stem)
def test_a_shipped_model_is_as_good_as_it_says(path: Path) -> None:
    """All 10,000 test pictures of MNIST, through the NumPy network that the window answers with."""
    model, test = read_model(path), catalogue.load("mnist", Home.of_user().data).test
    right, loss = 0, 0.0
    for start in range(0, len(test), 250):
        labels = test.labels[start : start + 250].astype(int)
        pictures = test.images[start : start + 250]
        network_input = model.normalisation.network_input(pictures, model.architecture.input_shape)
        outputs = activations(model.architecture, model.weights, network_input)
        last = outputs[model.architecture.layers[-1].name].astype(np.float64)
        found = scores(model.architecture, last)  # type: ignore[arg-type]
        right += int((found.argmax(axis=1) == labels).sum())
        powers = np.exp(found - found.max(axis=1, keepdims=True))
        loss -= float(np.log((powers / powers.sum(axis=1, keepdims=True))[np.arange(len(labels)), labels]).sum())
    assert right / 10_000 == pytest.approx(model.metrics.test_accuracy, abs=1.5e-4)  # one picture may be a tie
    assert loss / 10_000 == pytest.approx(model.metrics.test_loss, rel=1e-2)


def test_the_model_that_answers_first_is_good() -> None:
    assert (read_model(ModelLibrary(Home.of_user().models).default().path).metrics.test_accuracy or 0) >= 0.992
