"""`lenet-app export` and `import`: out of the program and back, to the same answers."""

from pathlib import Path

import pytest

from lenet_app.paths import Home
from lenet_app.storage.library import ModelLibrary
from tests.unit.commands.running import Command


@pytest.mark.parametrize("ending", ["onnx", "safetensors", "npz", "py"])
def test_a_file_is_written(command: Command, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    (line,) = command("export", str(path), "--json").lines
    assert line == {"model": "LeNet-5", "file": str(path), "bytes": path.stat().st_size}


def test_an_unknown_ending_is_refused(command: Command, tmp_path: Path) -> None:
    sentence = "out.pdf ends with none of .onnx, .safetensors, .npz, .py."
    assert command("export", str(tmp_path / "out.pdf")).sentence == sentence


def test_exported_weights_are_imported_among_the_models(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    command("export", str(path), "--model", "lenet-caffe")
    (line,) = command("import", str(path), "--architecture", "lenet-caffe", "--json").lines
    assert (line["model"], len(line["weights"])) == ("mine", 8)
    assert line["weights"][0] == {"parameter": "C1.weight", "array": "C1.weight", "shape": [20, 1, 5, 5]}
    library = ModelLibrary(Home.of_user().models)
    found, shipped = library.open("mine"), library.open("lenet-caffe")
    assert (found.class_names, found.normalisation) == (shipped.class_names, shipped.normalisation)
    assert all((found.weights[name] == weight).all() for name, weight in shipped.weights.items())


def test_the_mapping_is_shown_and_the_input_is_told(command: Command, tmp_path: Path) -> None:
    path, output = tmp_path / "mine.safetensors", tmp_path / "made.safetensors"
    command("export", str(path))
    options = ["--background", "0", "--ink", "1", "--name", "Mine", "--output", str(output)]
    result = command("import", str(path), *options)
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[0].split("  ")[0] == "Here"
    assert lines[1].split(maxsplit=2) == ["C1.weight", "C1.weight", "6 × 1 × 5 × 5"]
    assert lines[-1] == f"Mine is saved as {output}."
    normalisation = ModelLibrary(Home.of_user().models).open(str(output)).normalisation
    assert (normalisation.background, normalisation.ink) == (0, 1)


def test_weights_of_another_network_are_refused(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    command("export", str(path), "--model", "lenet-caffe")
    sentence = "No array of the file fits C1.weight, which is 6 × 1 × 5 × 5; left are: C1.bias (20), "
    assert command("import", str(path)).sentence.startswith(sentence)
