from dataclasses import replace
from pathlib import Path

import numpy as np

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import FullyConnected
from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.unit.commands.running import Command
from tests.unit.data.sample_files import write_small_set
from tests.unit.samples import ODD, TINY, model

TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_the_default_model_on_mnist(command: Command) -> None:
    result = command("evaluate", "--json")
    assert result.status == 0
    (facts,) = result.lines
    assert list(facts) == ["dataset", "images", "accuracy", "loss", "confusion", "seconds"]
    assert (facts["dataset"], facts["images"]) == ("mnist", 10_000)
    confusion = np.array(facts["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.sum(axis=1).tolist() == TEST_COUNTS  # rows are the true classes
    assert facts["accuracy"] == np.trace(confusion) / 10_000
    metrics = ModelLibrary(Home.of_user().models).open(None).metrics
    assert abs(facts["accuracy"] - metrics.test_accuracy) <= 1e-4
    assert abs(facts["loss"] - metrics.test_loss) < 1e-4
    assert facts["seconds"] > 0


def test_text_for_people(command: Command, tmp_path: Path) -> None:
    small = tmp_path / "small.safetensors"
    write_model(model(name="Small"), small)
    (facts,) = command("evaluate", "--json", "--model", small).lines
    summary, head, columns, *rows = command("evaluate", "--model", small, "--dataset", "mnist").out.splitlines()
    right = f"{100 * facts['accuracy']:.2f} % right, loss {facts['loss']:.4f}, "
    assert summary.startswith(f"small on 10,000 test pictures of mnist: {right}")
    assert summary.endswith(" s")
    assert head == "Rows: true class, columns: answer"
    assert columns.split() == list("0123456789")
    table = [[int(value) for value in row.split()] for row in rows]
    assert table == [[number, *row] for number, row in enumerate(facts["confusion"])]


def test_classes_of_other_names_are_told(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "letters.safetensors"
    write_model(replace(model(name="Letters"), class_names=tuple("abcdefghij")), path)
    result = command("evaluate", "--model", path, "--dataset", "mnist")
    assert result.status == 0
    assert "lenet-app: letters was not made for MNIST: its classes have other names." in result.err


def test_models_that_mnist_does_not_suit(command: Command, tmp_path: Path) -> None:
    other_pictures = tmp_path / "odd.safetensors"
    write_model(model(ODD), other_pictures)
    sentence = "The network tells 5 classes apart, the pictures are of 10 or more."
    assert command("evaluate", "--model", other_pictures).sentence == sentence
    units = (FullyConnected("out", 10, Activation.NONE),)
    write_model(model(Architecture("rgb", "RGB", (3, 28, 28), units)), other_pictures)
    sentence = "Pictures of 1 × 28 × 28 do not fit a network input of 3 × 28 × 28."
    assert command("evaluate", "--model", other_pictures).sentence == sentence


def test_a_set_with_fewer_classes_than_the_model_tells_apart(command: Command, tmp_path: Path) -> None:
    write_small_set(tmp_path, labels=3)
    small = tmp_path / "small.safetensors"
    write_model(model(), small)
    _, _, columns, *rows = command("evaluate", "--model", small, "--dataset", tmp_path).out.splitlines()
    assert columns.split() == list("0123456789")
    assert [row.split()[0] for row in rows] == list("0123456789")
    assert [sum(map(int, row.split()[1:])) for row in rows] == [4, 3, 3, *[0] * 7]


def test_a_model_whose_answers_are_no_numbers_is_refused_wherever_one_is_opened(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "large.safetensors"
    weights = {name: np.full(shape, 3e38, np.float32) for name, shape in TINY.parameter_shapes.items()}
    write_model(model(weights=weights, name="Large"), path)
    sentence = "large cannot be used: H answers with numbers that are not finite."
    for arguments in (
        ("evaluate", "--json", "--model", path),
        ("predict", "--json", "--model", path, "x.png"),
        ("read", "--json", "--model", path, "x.png"),
        ("train", "--json", "--from", path),
        ("train", "--json", "--teacher", path),
    ):
        result = command(*arguments)
        assert (result.sentence, result.out) == (sentence, "")
