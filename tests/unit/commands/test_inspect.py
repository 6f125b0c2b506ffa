"""`lenet-app inspect` against what torch's automatic derivatives and the model itself say of the same picture."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from lenet_app.inspection.attribution import on_picture, saliency
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.pictures import as_png, coloured
from lenet_app.networks import family
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.recognition.fitting import fitted_file
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.unit.commands.running import Command, as_process
from tests.unit.commands.test_predict import save_digit
from tests.unit.inspection.networks import InTorch, model_of
from tests.unit.samples import ACTIVATIONS
from tests.unit.training.engine.diagonal import networks
from tests.unit.whole_models import primaries

KEYS = ["unit", "terms", "bias", "sum", "value", "label", "gradient"]
SHIPPED = [name for name in family.ids() if name not in ("lenet5-wide", "lenet-slim", "lenet-cifar", "lenet-rgb")]
"""Those that read digits and come with the program."""


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """The first test picture of MNIST."""
    return save_digit(tmp_path / "seven.png", 0)


def opened(name: str | None = None) -> Model:
    return ModelLibrary(Home.of_user().models).open(name)


def way_of(made: Model, path: Path) -> Passage:
    fitted = fitted_file(path, made)
    assert fitted is not None
    return Passage.of(made, Recognizer(made).look_into(fitted.planes))


def gradients(made: Model, passage: Passage, label: int) -> InTorch:
    way = InTorch(passage)
    distances = made.architecture.answers_with_distances
    torch.autograd.backward(networks.loss_in_torch(made.recipe, way.output, torch.tensor([label]), distances=distances))
    return way


@pytest.mark.parametrize("name", SHIPPED)
def test_json_of_a_unit_of_every_layer(command: Command, seven: Path, name: str) -> None:
    made = opened(name)
    passage = way_of(made, seven)
    way = gradients(made, passage, 3)
    for plan in made.architecture.plans:
        index = tuple(size // 2 for size in plan.output_shape)
        unit = "/".join([plan.name, str(index[0]), *([",".join(map(str, index[1:]))] if index[1:] else [])])
        result = command("inspect", "--json", "--model", name, "--unit", unit, "--label", "3", seven)
        assert (result.status, result.err) == (0, "")
        (found,) = result.lines
        assert list(found) == KEYS
        assert (found["unit"], found["label"]) == (unit, "3")
        assert found["value"] == float(passage.activations[plan.name][index])
        total = sum(term["sum"] for term in found["terms"]) + (found["bias"] or 0)
        assert found["sum"] == pytest.approx(total, rel=1e-9, abs=1e-9)
        after = ACTIVATIONS[plan.layer.activation.value](found["sum"])
        assert after == pytest.approx(found["value"], rel=1e-4, abs=1e-4)
        gradient = way.values[plan.name].grad
        assert gradient is not None
        largest = float(gradient.abs().max())
        assert found["gradient"] == pytest.approx(float(gradient[0][index]), rel=1e-2, abs=1e-2 * largest)


def test_terms_are_those_of_c3s_table(command: Command, seven: Path) -> None:
    result = command("inspect", "--json", "--model", "lenet5-1998", "--unit", "C3/4/2,7", seven)
    (found,) = result.lines
    assert [term["map"] for term in found["terms"]] == [0, 4, 5]
    passage = way_of(opened("lenet5-1998"), seven)
    kernels = passage.weights["C3.weight"][12:15]
    for term, kernel in zip(found["terms"], kernels, strict=True):
        patch = passage.activations["S2"][term["map"], 2:7, 7:12].astype(np.float64)
        assert term["sum"] == pytest.approx(float((patch * kernel).sum()))
    assert found["bias"] == float(passage.weights["C3.bias"][4])
    assert found["label"] == "7", "the answer, where no label is given"


def test_a_readable_table(command: Command, seven: Path) -> None:
    result = command("inspect", "--unit", "C3/4/2,7", seven)
    assert (result.status, result.err) == (0, "")
    answer, unit, head, *rows = result.out.splitlines()
    assert answer == f"{seven}: 7 (100.0 %)"
    assert unit == "C3/4/2,7:"
    assert head.split() == ["map", "of", "S2", "adds"]
    assert [row.split()[0] for row in rows] == [*"012345", "bias", "sum", "ReLU", "loss", "its"]
    (found,) = command("inspect", "--json", "--unit", "C3/4/2,7", seven).lines
    told = [float(row.split()[-1]) for row in rows]
    assert told[:6] == pytest.approx([term["sum"] for term in found["terms"]], rel=1e-5)
    assert told[6:9] == pytest.approx([found["bias"], found["sum"], found["value"]], rel=1e-5)
    assert told[10] == pytest.approx(found["gradient"], rel=1e-5)
    assert rows[-2].startswith("loss at 7")


def test_a_dense_unit_tells_its_largest_contributions_first(command: Command, seven: Path) -> None:
    result = command("inspect", "--unit", "F6/17", seven)
    head, *rows = result.out.splitlines()[2:]
    assert head.split() == ["C5", "value", "factor", "adds"]
    adds = [abs(float(row.split()[-1])) for row in rows[:20]]
    assert adds == sorted(adds, reverse=True)
    assert rows[20].split()[:2] == ["100", "others"]
    passage = way_of(opened(), seven)
    first = rows[0].split()
    assert float(first[1]) == pytest.approx(
        float(passage.activations["C5"][int(first[0].removeprefix("C5/"))]), rel=1e-5
    )
    total = sum(float(row.split()[-1]) for row in rows[:22])  # with the others and the bias
    assert total == pytest.approx(float(rows[22].split()[-1]), abs=1e-3)


@pytest.mark.parametrize(
    ("unit", "model", "words"),
    [
        ("S2/3/4,5", "lenet5", ["C1", "C1/3/", "sum", "value"]),
        ("C1/0/0,0", "lenet5-relu-same", ["input", "border", "bias", "ReLU of it"]),
        ("S2/3/4,5", "lenet5-1998", ["C1", "bias", "scaled tanh of it"]),
        ("output/7", "lenet5-1998", ["bitmap", "64 others", "value"]),
    ],
)
def test_tables_of_other_kinds(command: Command, seven: Path, unit: str, model: str, words: list[str]) -> None:
    result = command("inspect", "--unit", unit, "--model", model, seven)
    assert result.status == 0
    assert not [word for word in words if word not in result.out]


def test_saliency_and_activations(command: Command, seven: Path, tmp_path: Path) -> None:
    picture, folder = tmp_path / "saliency.png", tmp_path / "numbers"
    result = command("inspect", "--saliency", picture, "--activations", folder, "--label", "2", seven)
    assert (result.status, result.out, result.err) == (0, f"{seven}: 7 (100.0 %)\n", "")
    passage = way_of(opened(), seven)
    assert picture.read_bytes() == as_png(coloured(on_picture(saliency(passage, 2), (1, 28, 28))[0]))
    with Image.open(picture) as image:
        assert image.size == (224, 224)
    for name, values in passage.activations.items():
        np.testing.assert_array_equal(np.load(folder / f"{name}.npy"), values)
        assert (folder / f"{name}.csv").read_text().count("\n") == values.size + 1


def test_one_page(command: Command, seven: Path, tmp_path: Path) -> None:
    page = tmp_path / "seven.html"
    result = command("inspect", "--page", page, seven)
    assert (result.status, result.err) == (0, "")
    html = page.read_text(encoding="utf-8")
    assert "LeNet-5" in html
    assert "7 (100.0 %)" in html
    assert html.count("data:image/png;base64,") == 2 + len(opened().architecture.plans)


def test_nothing_is_printed_as_json_without_a_unit(command: Command, seven: Path, tmp_path: Path) -> None:
    result = command("inspect", "--json", "--saliency", tmp_path / "s.png", seven)
    assert (result.status, result.out, result.err) == (0, "", "")


def test_a_model_of_colours(command: Command, tmp_path: Path) -> None:
    colour = tmp_path / "colour.safetensors"
    write_model(primaries(), colour)
    red = tmp_path / "red.png"
    pixels = np.full((40, 40, 3), (250, 10, 10), np.uint8)
    pixels[:8] = (10, 250, 10)
    Image.fromarray(pixels).save(red)
    made = primaries()
    layer = made.architecture.plans[-1].name
    result = command(
        "inspect", "--json", "--model", colour, "--unit", f"{layer}/0", "--saliency", tmp_path / "s.png", red
    )
    assert result.status == 0
    assert result.lines[0]["label"] in made.class_names
    with Image.open(tmp_path / "s.png") as image:
        assert image.size == tuple(8 * side for side in reversed(made.architecture.input_shape[1:]))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--unit", "C9/1"], "There is no layer C9; known are input, C1, S2, C3, S4, C5, F6, output."),
        (["--unit", "C3/99/0,0"], "C3 has the maps 0 to 15, not 99."),
        (["--unit", "F6/84"], "F6 has the units 0 to 83, not 84."),
        (["--unit", "F6/1,2"], "A unit of F6 is named as F6/42 is, not F6/1,2."),
        (["--unit", "input/0/5,5"], "The network input is given, not computed: choose a unit of a layer."),
        (
            ["--unit", "F6/1", "--label", "ten"],
            "There is no class ten; known are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9.",
        ),
        ([], "Name a unit with --unit, or what is to be saved with --saliency, --activations or --page."),
    ],
)
def test_faults(command: Command, seven: Path, arguments: list[str], sentence: str) -> None:
    assert command("inspect", *arguments, seven).sentence == sentence


def test_faults_of_files(command: Command, seven: Path, tmp_path: Path) -> None:
    def told(*arguments: str | Path) -> str:
        return command("inspect", "--unit", "F6/1", *arguments).sentence

    empty = tmp_path / "empty.png"
    Image.new("L", (30, 30), 255).save(empty)
    assert told(empty) == f"No ink was found in {empty}."
    assert told("") == "The name of the picture is empty."
    assert told(tmp_path / "nothing.png") == "nothing.png cannot be read: No such file or directory."
    assert told("--model", "mine", seven).startswith("There is no model mine; known are ")
    assert "cannot be written" in told("--saliency", tmp_path, seven)
    assert "cannot be written" in told("--activations", empty, seven)


def test_it_needs_neither_torch_nor_qt(seven: Path) -> None:
    code = """
import sys
from lenet_app.cli import main
status = main(["inspect", "--unit", "C3/4/2,7", "--json", sys.argv[1]])
assert not {"torch", "PySide6"} & sys.modules.keys()
sys.exit(status)
"""
    result = as_process(seven, code=code)
    assert (result.status, result.err) == (0, "")
    assert result.lines[0]["unit"] == "C3/4/2,7"


def test_help_tells_of_it(command: Command) -> None:
    result = command("inspect", "--help")
    assert result.status == 0
    assert "C3/4/2,7" in result.out
    assert "inspect" in command("--help").out
    assert model_of("lenet5").name
