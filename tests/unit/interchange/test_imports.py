"""Weights of other programs become a model that answers as they did."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import h5py
import numpy as np
import numpy.typing as npt
import pytest
import torch
from safetensors.numpy import save_file
from torch import nn

from lenet_app.errors import UserError
from lenet_app.interchange.arrays import npz_bytes
from lenet_app.interchange.matching import matched
from lenet_app.interchange.weight_files import read_weights
from lenet_app.networks import family
from lenet_app.networks.forward import activations, dense_kernels
from tests.unit.inspection.networks import model_of

LENET5 = family.member("lenet5").architecture
CLASSIC = family.member("lenet5-1998").architecture
NOISE = np.random.Generator(np.random.PCG64(5)).normal(size=(3, 1, 32, 32)).astype(np.float32)


class Tutorial(nn.Module):
    """As a tutorial writes it, its layers by names of its own and not in the order of the data flow."""

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.Sequential(
            *(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2))
        )
        self.fc = nn.Sequential(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.fc(self.convolutions(x).flatten(1))
        return found


@pytest.fixture(scope="module")
def tutorial() -> Tutorial:
    torch.manual_seed(4)
    return Tutorial()


def output(weights: Mapping[str, npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    return activations(LENET5, weights, NOISE)["output"]


@pytest.mark.parametrize("inner", [None, "state_dict", "model_state_dict"])
def test_a_state_dict_answers_as_its_module(tutorial: Tutorial, tmp_path: Path, inner: str | None) -> None:
    path, state = tmp_path / "tutorial.pt", tutorial.state_dict()
    torch.save(state if inner is None else {"epoch": 3, inner: state}, path)
    found = matched(read_weights(path), LENET5)
    with torch.no_grad():
        expected = tutorial(torch.from_numpy(NOISE)).numpy()
    np.testing.assert_allclose(output(found.weights), expected, atol=1e-5)
    assert [(one.parameter, one.source) for one in found.matches[:3]] == [
        ("C1.weight", "convolutions.0.weight"),
        ("C1.bias", "convolutions.0.bias"),
        ("C3.weight", "convolutions.3.weight"),
    ]


def test_arrays_in_the_order_of_their_names_fit_by_their_shapes(tutorial: Tutorial, tmp_path: Path) -> None:
    path = tmp_path / "tutorial.safetensors"
    save_file({name: tensor.numpy() for name, tensor in tutorial.state_dict().items()}, path)
    with torch.no_grad():
        expected = tutorial(torch.from_numpy(NOISE)).numpy()
    np.testing.assert_allclose(output(matched(read_weights(path), LENET5).weights), expected, atol=1e-5)


def test_what_was_exported_comes_back(tmp_path: Path) -> None:
    model = model_of("lenet5-1998")
    path = tmp_path / "m.npz"
    path.write_bytes(npz_bytes(model))
    found = matched(read_weights(path), CLASSIC)
    assert all(one.parameter == one.source for one in found.matches)
    for name, weight in model.weights.items():
        np.testing.assert_array_equal(found.weights[name], weight)


def test_kernels_between_all_maps_fit_a_table_where_the_others_are_zero(tmp_path: Path) -> None:
    model = model_of("lenet5-1998")
    (table,) = (layer for layer in CLASSIC.layers if layer.name == "C3")
    arrays = {**model.weights, "C3.weight": dense_kernels(table, model.weights["C3.weight"], 6)}  # type: ignore[arg-type]
    arrays["C5.weight"] = model.weights["C5.weight"].reshape(120, 400)
    path = tmp_path / "m.npz"
    np.savez(path, **arrays)  # type: ignore[arg-type]
    found = matched(read_weights(path), CLASSIC).weights
    np.testing.assert_array_equal(found["C3.weight"], model.weights["C3.weight"])
    np.testing.assert_array_equal(found["C5.weight"], model.weights["C5.weight"])
    arrays["C3.weight"] = arrays["C3.weight"] + 1
    np.savez(path, **arrays)  # type: ignore[arg-type]
    with pytest.raises(
        UserError, match=r"^No array of the file fits C3\.weight, which is 60 × 5 × 5; left are: .*16 × 6"
    ):
        matched(read_weights(path), CLASSIC)


def keras_content(weights: Mapping[str, npt.NDArray[np.float32]]) -> bytes:
    """The layers' arrays as Keras 3 lays them out: kernels (rows, columns, in, out), dense weights (in, out)."""
    content = io.BytesIO()
    groups = {"C1": "conv2d", "C3": "conv2d_1", "C5": "dense", "F6": "dense_1", "output": "dense_2"}
    with h5py.File(content, "w") as file:
        for layer, group in groups.items():
            kernel = weights[f"{layer}.weight"]
            if kernel.ndim == 4:
                kernel = kernel.transpose(2, 3, 1, 0)
            elif layer == "C5":  # after the maps of S4, 16 × 5 × 5
                kernel = kernel.reshape(120, 16, 5, 5).transpose(2, 3, 1, 0).reshape(400, 120)
            else:
                kernel = kernel.T
            file[f"layers/{group}/vars/0"] = kernel
            file[f"layers/{group}/vars/1"] = weights[f"{layer}.bias"]
        file["optimizer/vars/0"] = np.zeros((6, 1, 5, 5), np.float32)
    return content.getvalue()


@pytest.mark.parametrize("ending", [".h5", ".keras"])
def test_weights_of_keras_are_turned(tmp_path: Path, ending: str) -> None:
    weights, path = model_of("lenet5").weights, tmp_path / f"m{ending}"
    content = keras_content(weights)
    if ending == ".h5":
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as whole:
            whole.writestr("config.json", "{}")
            whole.writestr("model.weights.h5", content)
    found = matched(read_weights(path), LENET5).weights
    for name, weight in weights.items():
        np.testing.assert_array_equal(found[name], weight)


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("evil"),))


def test_nothing_in_a_file_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save({"state_dict": Evil()}, "m.pt")
    with pytest.raises(UserError, match=r"^The file holds more than weights, which is not loaded"):
        read_weights(Path("m.pt"))
    np.savez("m.npz", a=np.array([Evil()], dtype=object))
    with pytest.raises(UserError, match=r"^m\.npz holds no weights that can be read: "):
        read_weights(Path("m.npz"))
    assert not Path("evil").exists()


def test_what_is_left_over_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, **model_of("lenet5").weights, extra=np.ones((7, 3), np.float32))  # type: ignore[arg-type]
    with pytest.raises(UserError, match=r"^The file holds arrays that LeNet-5 has no place for: extra \(7 × 3\)\.$"):
        matched(read_weights(path), LENET5)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("m.caffemodel", b"", "m.caffemodel cannot be imported as it is: read it with Caffe and save"),
        ("m.onnx", b"", "m.onnx cannot be imported as it is: take its initializers"),
        ("m.txt", b"", "m.txt is none of the files with weights that can be imported: .pt, "),
        ("m.pt", b"nothing", "m.pt holds no weights that can be read"),
        ("m.h5", b"nothing", "m.h5 holds no weights that can be read"),
        ("m.keras", b"nothing", "m.keras holds no weights that can be read"),
        ("m.npz", b"nothing", "m.npz holds no weights that can be read"),
        ("m.safetensors", b"nothing", "m.safetensors holds no weights that can be read"),
    ],
)
def test_what_cannot_be_imported_is_told(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as told:
        read_weights(tmp_path / name)
    assert str(told.value).startswith(sentence)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
