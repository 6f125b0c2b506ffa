"""Files of weights as other programs write them, and what is made of them."""

import io
from pathlib import Path

import h5py
import numpy as np
import safetensors.numpy
import torch

from lenet_app.errors import UserError
from lenet_app.interchange.matching import matched
from lenet_app.interchange.weight_files import read_weights
from tests.unit.samples import model

ENDINGS = (".pt", ".h5", ".npz", ".safetensors")


def weight_files(ending: str) -> dict[str, bytes]:
    """A file of the small model's weights."""
    weights, content = {name: np.array(weight) for name, weight in model().weights.items()}, io.BytesIO()
    match ending:
        case ".pt":
            torch.save({name: torch.from_numpy(weight) for name, weight in weights.items()}, content)
        case ".h5":
            with h5py.File(content, "w") as file:
                for name, weight in weights.items():
                    file[name.replace(".", "/")] = weight.transpose(range(weight.ndim)[::-1])
        case ".npz":
            np.savez(content, **weights)  # type: ignore[arg-type]
        case ".safetensors":
            content.write(safetensors.numpy.save(weights))
    return {f"weights{ending}": content.getvalue()}


def use_weights(folder: Path) -> None:
    """Read it, and match what it holds; another order than the layers' may be refused."""
    (path,) = folder.iterdir()
    found = read_weights(path)
    assert found.arrays
    assert all(array.dtype == np.float32 for array in found.arrays.values())
    one = model()
    try:
        weights = matched(found, one.architecture).weights
    except UserError as error:
        assert str(error).endswith(".")  # noqa: PT017 - any other error is a failure
        return
    assert {name: weight.shape for name, weight in weights.items()} == one.architecture.parameter_shapes
