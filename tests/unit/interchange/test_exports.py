"""What is exported, computed by other programs: onnxruntime, and a Python with NumPy alone."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from safetensors.numpy import load

from lenet_app.errors import UserError
from lenet_app.interchange.arrays import npz_bytes, safetensors_bytes
from lenet_app.interchange.onnx_graph import INPUT, PROBABILITIES, onnx_bytes
from lenet_app.interchange.python_file import python_bytes
from lenet_app.networks.forward import activations, probabilities, scores
from tests.unit.inspection.networks import NAMES, architecture_of, model_of, picture_of
from tests.unit.samples import digits


@pytest.mark.parametrize("name", NAMES)
def test_onnxruntime_computes_every_layer(name: str) -> None:
    model, architecture = model_of(name), architecture_of(name)
    pictures = np.stack([picture_of(architecture, number) for number in (7, 8, 9)])
    network_input = model.normalisation.network_input(pictures, architecture.input_shape)
    session = onnxruntime.InferenceSession(onnx_bytes(model), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    assert names == [*(plan.name for plan in architecture.plans), PROBABILITIES]
    found = dict(zip(names, session.run(names, {INPUT: network_input}), strict=True))
    expected: dict[str, Any] = activations(architecture, model.weights, network_input)
    expected[PROBABILITIES] = probabilities(scores(architecture, expected[architecture.plans[-1].name]))
    for output, values in expected.items():
        np.testing.assert_allclose(found[output], values, atol=1e-5 * max(1, np.abs(values).max()), err_msg=output)


def test_an_onnx_file_tells_how_a_picture_becomes_its_input() -> None:
    told = {one.key: one.value for one in onnx.load_from_string(onnx_bytes(model_of("lenet5"))).metadata_props}
    assert (float(told["background"]), float(told["ink"])) == (-0.1, 1.175)
    assert json.loads(told["classes"]) == list("0123456789")


def test_onnx_is_missed_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UserError, match=r"^This needs the package onnx, which is not installed\.$"):
        onnx_bytes(model_of("lenet5"))


@pytest.mark.parametrize("name", NAMES)
def test_a_python_file_answers_by_itself(name: str) -> None:
    model, architecture = model_of(name), architecture_of(name)
    pictures = (255 * np.stack([picture_of(architecture, number) for number in (7, 8)])).astype(np.uint8)
    space: dict[str, Any] = {"__name__": "exported"}
    exec(python_bytes(model, "answers.py"), space)
    network_input = model.normalisation.network_input(pictures, architecture.input_shape)
    *_, output = activations(architecture, model.weights, network_input).values()
    expected = probabilities(scores(architecture, output))
    np.testing.assert_allclose(space["answer"](pictures), expected, atol=1e-5)
    assert tuple(space["CLASSES"]) == model.class_names


def test_a_python_file_is_a_program(tmp_path: Path) -> None:
    (tmp_path / "answers.py").write_bytes(python_bytes(model_of("lenet5"), "answers.py"))
    some = digits(20, first=100)
    np.save(tmp_path / "digits.npy", some.images)
    command = [sys.executable, "-I", "answers.py", "digits.npy"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert [int(line.split()[0]) for line in result.stdout.splitlines()] == some.labels.tolist()


def test_arrays_are_the_weights_under_their_names() -> None:
    model = model_of("lenet5-1998")
    weights = model.weights
    for found in (load(safetensors_bytes(model)), np.load(io.BytesIO(npz_bytes(model)))):
        assert sorted(found) == sorted(weights)
        for name, weight in weights.items():
            np.testing.assert_array_equal(found[name], weight)
