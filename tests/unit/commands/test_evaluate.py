from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.evaluation.corruptions import CORRUPTIONS
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import FullyConnected
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.unit.commands.running import Command
from tests.unit.data.sample_files import write_small_set, write_some_mnist
from tests.unit.samples import ODD, TINY, digits, model

TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_the_default_model_on_mnist(command: Command) -> None:
    result = command("evaluate", "--json")
    assert result.status == 0
    (facts,) = result.lines
    parts = [
        "dataset",
        "images",
        "accuracy",
        "interval",
        "loss",
        "calibration_error",
        "confusion",
        "classes",
        "seconds",
    ]
    assert list(facts) == parts
    assert (facts["dataset"], facts["images"]) == ("mnist", 10_000)
    confusion = np.array(facts["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.sum(axis=1).tolist() == TEST_COUNTS  # rows are the true classes
    assert facts["accuracy"] == np.trace(confusion) / 10_000
    metrics = ModelLibrary(Home.of_user().models).open(None).metrics
    assert abs(facts["accuracy"] - metrics.test_accuracy) <= 1e-4
    assert abs(facts["loss"] - metrics.test_loss) < 1e-4
    assert facts["seconds"] > 0
    low, high = facts["interval"]
    assert low < facts["accuracy"] < high < low + 0.01
    assert 0 < facts["calibration_error"] < 0.02
    for number, one in enumerate(facts["classes"]):
        assert (one["class"], one["pictures"]) == (str(number), TEST_COUNTS[number])
        assert one["recall"] == confusion[number, number] / TEST_COUNTS[number]
        assert one["precision"] == confusion[number, number] / confusion[:, number].sum()
    (again,) = command("evaluate", "--json").lines  # what was computed is kept
    assert again | {"seconds": 0} == facts | {"seconds": 0}


def test_text_for_people(command: Command, tmp_path: Path) -> None:
    small = tmp_path / "small.safetensors"
    write_model(model(name="Small"), small)
    (facts,) = command("evaluate", "--json", "--model", small).lines
    summary, interval, head, columns, *rows = command(
        "evaluate", "--model", small, "--dataset", "mnist"
    ).out.splitlines()
    right = f"{100 * facts['accuracy']:.2f} % right, loss {facts['loss']:.4f}, "
    assert summary.startswith(f"small on 10,000 test pictures of mnist: {right}")
    assert summary.endswith(" s")
    assert interval.startswith("95 % interval ")
    rows, measured = rows[:10], [row.split() for row in rows[11:]]
    assert [(int(row[0]), int(row[1].replace(",", ""))) for row in measured] == list(enumerate(TEST_COUNTS))
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
    _, _, _, columns, *rows = command("evaluate", "--model", small, "--dataset", tmp_path).out.splitlines()
    measured, rows = rows[11:], rows[:10]
    assert [row.split()[0] for row in measured] == list("0123456789")
    assert measured[5].split()[1:3] == ["0", "–"]
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


def some_of_mnist(folder: Path) -> Path:
    return write_some_mnist(folder / "some", 30, 150)


def test_mistakes_and_another_model(command: Command, tmp_path: Path) -> None:
    small, other = tmp_path / "small.safetensors", tmp_path / "other.safetensors"
    write_model(model(name="Small"), small)
    write_model(model(), other)
    data_set = some_of_mnist(tmp_path)
    arguments = ("evaluate", "--dataset", data_set, "--model", small, "--errors", "5", "--against")
    (facts,) = command(*arguments, "lenet5", "--json").lines
    wrong = round(150 * (1 - facts["accuracy"]))
    assert len(facts["errors"]) == 5 <= wrong
    test = catalogue.load(str(data_set), tmp_path).test
    recognizer = Recognizer(model()).once
    sure = [one["confidence"] for one in facts["errors"]]
    assert sure == sorted(sure, reverse=True)
    for one in facts["errors"]:
        answer = recognizer.look_into(test.images[one["picture"]]).recognition
        assert (one["true"], one["said"]) == (str(test.labels[one["picture"]]), answer.label)
        assert one["said"] != one["true"]
    against = facts["against"]
    counts = [against[name] for name in ("both", "only_first", "only_second", "neither")]
    assert sum(counts) == 150
    assert (counts[0] + counts[1]) / 150 == facts["accuracy"]
    assert (counts[0] + counts[2]) / 150 == against["accuracy"] > 0.9
    assert against["p"] < 1e-6
    assert len(against["different"]) >= counts[1] + counts[2]
    (same,) = command(*arguments, other, "--json").lines
    assert (same["against"]["p"], same["against"]["different"]) == (1, [])
    lines = command(*arguments, "lenet5").out.splitlines()
    start = lines.index("Surest mistakes")
    assert lines[start + 1].startswith(f"{facts['errors'][0]['picture']}: true ")
    assert lines[-1].startswith(f"Right: both {counts[0]}, only small {counts[1]}, only LeNet-5 {counts[2]}, neither ")


def test_robustness(command: Command, tmp_path: Path) -> None:
    small = tmp_path / "small.safetensors"
    write_model(model(), small)
    data_set = write_some_mnist(tmp_path / "some", 30, 70)
    test = catalogue.load(str(data_set), tmp_path).test
    for content, array in (("images", test.images[:, 0]), ("labels", test.labels)):
        for part in ("train", "test"):
            (tmp_path / "mnist_c" / "fog").mkdir(parents=True, exist_ok=True)
            np.save(tmp_path / "mnist_c" / "fog" / f"{part}_{content}.npy", array)
    arguments = ("evaluate", "--dataset", data_set, "--model", small, "--robustness", "--mnist-c", tmp_path / "mnist_c")
    (facts,) = command(*arguments, "--json").lines
    points = [(one["corruption"], one["degree"]) for one in facts["robustness"]]
    assert points == [*((one.name, degree) for one in CORRUPTIONS for degree in one.degrees), ("fog", None)]
    undamaged = [one["accuracy"] for one in facts["robustness"] if one["degree"] in (0, 1, None)]
    assert undamaged.count(facts["accuracy"]) >= 7  # thickness and rotation by 1 are others
    assert {one["images"] for one in facts["robustness"]} == {70}
    lines = command(*arguments).out.splitlines()
    right = f"{100 * facts['accuracy']:.2f}"
    assert lines[-1] == f"fog        {right}"
    assert lines[-6].startswith("blur       0: " + right)


def test_pictures_of_ones_own(command: Command, tmp_path: Path) -> None:
    lines = ["file,label"]
    for number, label in enumerate(digits(10).labels):
        Image.fromarray(255 - digits(10).images[number, 0]).resize((80, 80)).save(tmp_path / f"{number}.png")
        lines.append(f"{number}.png,{label}")
    (tmp_path / "mine.csv").write_text("\n".join(lines))
    result = command("evaluate", "--json", "--pictures", tmp_path / "mine.csv", "--errors", "3", "--against", "lenet5")
    assert result.status == 0
    (facts,) = result.lines
    assert (facts["dataset"], facts["images"]) == (str(tmp_path / "mine.csv"), 10)
    assert facts["accuracy"] >= 0.8
    assert facts["against"]["different"] == []
    (tmp_path / "3.png").write_bytes(b"no picture")
    result = command("evaluate", "--json", "--pictures", tmp_path / "mine.csv")
    assert (result.status, result.lines[0]["images"]) == (1, 9)
    assert f"lenet-app: {tmp_path / '3.png'}: " in result.err
    sentence = "Robustness is measured on a data set, not on pictures of your own."
    assert command("evaluate", "--robustness", "--pictures", tmp_path / "mine.csv").sentence == sentence
