"""Weights that other programs saved, as arrays by their names, with nothing of the file executed."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load

from lenet_app.errors import UserError
from lenet_app.interchange.packages import needed
from lenet_app.language import tr
from lenet_app.storage.files import read_bytes

Arrays = dict[str, npt.NDArray[np.float32]]

_MOST_BYTES = 1_000_000_000
_MOST_ARRAYS = 10_000
_LONGEST_FAULT = 150
_KERAS_WEIGHTS = "model.weights.h5"
_NO_WEIGHTS_OF_LAYERS = re.compile(r"optimizer|(^|/)(seed_generator|metrics|iterations)")


@dataclass(frozen=True, eq=False)
class Found:
    """What a file holds, in the order of its layers.

    Args:
        arrays: float32, as the file has them.
        channels_last: whether kernels are (rows, columns, input maps, maps), dense weights (inputs, units), and maps
            laid out with their channels innermost, as Keras has it; else all is as PyTorch has it.
    """

    arrays: Arrays
    channels_last: bool = False


def read_weights(path: Path) -> Found:
    """The arrays of a file of PyTorch, Keras, safetensors or NumPy; its ending says which it is.

    Raises:
        UserError: the file cannot be read, is of another kind, or holds something else than weights.
    """
    ending = path.suffix.lower()
    if ending not in _READERS:
        raise UserError(_why_not(path, ending))
    content = read_bytes(path, _MOST_BYTES)
    try:
        found = _READERS[ending](content)
    except UserError:
        raise
    except Exception as error:  # each library fails in ways of its own at damaged files
        sentence = tr("{file} holds no weights that can be read: {fault}.")
        raise UserError(sentence.format(file=path.name, fault=_first_line(error))) from error
    if not found.arrays:
        raise UserError(tr("{file} holds no weights.").format(file=path.name))
    return found


def _why_not(path: Path, ending: str) -> str:
    how = {
        ".caffemodel": tr("read it with Caffe and save each layer's arrays with numpy.savez"),
        ".onnx": tr("take its initializers with onnx.numpy_helper.to_array and save them with numpy.savez"),
        ".pkl": tr("save the weights alone, as model.state_dict() in a .pt file or with numpy.savez"),
        ".pb": tr("load it with Keras and save it as .keras or .weights.h5"),
    }
    if ending in how:
        return tr("{file} cannot be imported as it is: {how}.").format(file=path.name, how=how[ending])
    return tr("{file} is none of the files with weights that can be imported: {known}.").format(
        file=path.name, known=", ".join(_READERS)
    )


def _of_torch(content: bytes) -> Found:
    from lenet_app.interchange.torch_files import tensors_in  # noqa: PLC0415 - loads torch

    return Found(_sound(tensors_in(content)))


def _of_safetensors(content: bytes) -> Found:
    try:
        arrays = load(content)
    except SafetensorError as error:
        raise ValueError(str(error)) from error
    return Found(_sound(_sorted(arrays)))


def _of_numpy(content: bytes) -> Found:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        _refuse_bombs(sum(info.file_size for info in zipfile.ZipFile(io.BytesIO(content)).infolist()))
        return Found(_sound(_sorted({name: file[name] for name in file.files[:_MOST_ARRAYS]})))


def _of_keras(content: bytes) -> Found:
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            _refuse_bombs(whole.getinfo(_KERAS_WEIGHTS).file_size)
            content = whole.read(_KERAS_WEIGHTS)
    h5py = needed("h5py")
    arrays: dict[str, npt.NDArray[Any]] = {}

    def keep(name: str, node: object) -> None:
        if isinstance(node, h5py.Dataset) and not _NO_WEIGHTS_OF_LAYERS.search(name):
            _refuse_bombs(node.size * 4)
            arrays[name] = np.asarray(node[()])

    with h5py.File(io.BytesIO(content), "r") as file:
        file.visititems(keep)
    return Found(_sound(_sorted(arrays)), channels_last=True)


def _refuse_bombs(size: int) -> None:
    if size > _MOST_BYTES:
        raise ValueError(tr("more than {most} bytes").format(most=f"{_MOST_BYTES:,}"))


def _sorted(arrays: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """By name, numbers within by their value: so `conv2d_10` comes after `conv2d_9`."""
    return dict(sorted(arrays.items(), key=lambda item: _parts(item[0])))


def _parts(name: str) -> list[tuple[int, str, int]]:
    return [(1, "", int(part)) if part.isdecimal() else (0, part, 0) for part in re.split(r"(\d+)", name)]


def _sound(arrays: dict[str, npt.NDArray[Any]]) -> Arrays:
    """Those that are numbers, as float32; counts of batches and the like are left aside."""
    kept = {name: array for name, array in arrays.items() if array.dtype.kind == "f" and array.ndim}
    return {name: np.asarray(array, np.float32) for name, array in kept.items()}


def _first_line(error: Exception) -> str:
    line = next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
    return line if len(line) <= _LONGEST_FAULT else f"{line[:_LONGEST_FAULT]}…"


_READERS: dict[str, Callable[[bytes], Found]] = {
    ".pt": _of_torch,
    ".pth": _of_torch,
    ".safetensors": _of_safetensors,
    ".npz": _of_numpy,
    ".keras": _of_keras,
    ".h5": _of_keras,
    ".hdf5": _of_keras,
}
