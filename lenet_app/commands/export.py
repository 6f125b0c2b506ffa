"""`lenet-app export`: a model for other programs."""

import argparse
from collections.abc import Callable
from pathlib import Path

from lenet_app.commands.output import answer, json_line
from lenet_app.errors import UserError
from lenet_app.interchange.arrays import npz_bytes, safetensors_bytes
from lenet_app.interchange.onnx_graph import onnx_bytes
from lenet_app.interchange.python_file import python_bytes
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.soundness import tried
from lenet_app.storage.files import check_writable, write_whole
from lenet_app.storage.library import ModelLibrary

_FORMS: dict[str, Callable[[Model, Path], bytes]] = {
    ".onnx": lambda model, _: onnx_bytes(model),
    ".safetensors": lambda model, _: safetensors_bytes(model),
    ".npz": lambda model, _: npz_bytes(model),
    ".py": lambda model, path: python_bytes(model, path.name),
}


def summary() -> str:
    """The command in half a sentence."""
    return tr("write a model for other programs: ONNX, plain safetensors, NumPy arrays, or a Python file of its own")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "output", type=Path, metavar="FILE", help=tr("its ending says what: .onnx, .safetensors, .npz or .py")
    )
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model"))


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    path: Path = options.output
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        sentence = tr("{file} ends with none of {known}.")
        raise UserError(sentence.format(file=path.name, known=", ".join(_FORMS)))
    check_writable(path)
    model = tried(ModelLibrary(options.home.models).open(options.model))
    content = form(model, path)
    write_whole(path, content)
    if options.json:
        answer(json_line({"model": model.name, "file": str(path), "bytes": len(content)}))
        return 0
    answer(
        tr("{model} is written to {file}, {size} bytes.").format(model=model.name, file=path, size=f"{len(content):,}")
    )
    return 0
