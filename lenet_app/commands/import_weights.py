"""`lenet-app import`: a model made of weights that another program saved."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import lenet_app
from lenet_app.commands.output import aligned, answer, json_line
from lenet_app.data import catalogue
from lenet_app.interchange.matching import Matched, matched
from lenet_app.interchange.weight_files import read_weights
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.family import Member
from lenet_app.networks.kind import shape_text
from lenet_app.networks.making import Making
from lenet_app.networks.model import Model, usual_certainty
from lenet_app.networks.row_network import CLASS_NAMES
from lenet_app.recognition.soundness import tried
from lenet_app.storage.architectures import find_architecture
from lenet_app.storage.files import check_writable
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model


def summary() -> str:
    """The command in half a sentence."""
    return tr("make a model of weights that PyTorch, Keras, NumPy or another program saved")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "weights", type=Path, metavar="FILE", help=tr("a .pt, .pth, .keras, .h5, .safetensors or .npz file")
    )
    parser.add_argument(
        "--architecture", default=family.DEFAULT_ID, metavar="A", help=tr("see `lenet-app architectures`")
    )
    data_set = tr("what it learned: a data set's name, file or folder; names the classes")
    parser.add_argument("--dataset", metavar="D", help=data_set)
    parser.add_argument("--name", metavar="N", help=tr("of the model (default: the file's)"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=tr("where to save it (default: among your models)"))
    background = tr("the input's value where a picture is empty (default: the architecture's)")
    parser.add_argument("--background", type=float, metavar="B", help=background)
    parser.add_argument(
        "--ink", type=float, metavar="I", help=tr("the input's value of full ink (default: the architecture's)")
    )


def run(options: argparse.Namespace) -> int:
    """Tell which array became which parameter, and save the model."""
    member = find_architecture(options.architecture, options.home.architectures)
    library = ModelLibrary(options.home.models)
    if options.output is not None:
        check_writable(options.output)
    found = matched(read_weights(options.weights), member.architecture)
    model = tried(_model(options, member, found))
    if options.output is None:
        entry = library.save(model)
        name, path = entry.name, entry.path
    else:
        write_model(model, options.output)
        name, path = model.name, options.output
    if options.json:
        told = [{"parameter": one.parameter, "array": one.source, "shape": one.shape} for one in found.matches]
        answer(json_line({"model": name, "file": str(path), "weights": told}))
        return 0
    rows = [(one.parameter, one.source, shape_text(one.shape)) for one in found.matches]
    answer(aligned([(tr("Here"), tr("In the file"), tr("Shape there")), *rows], right=()))
    answer(tr("{name} is saved as {file}.").format(name=name, file=path))
    return 0


def _model(options: argparse.Namespace, member: Member, found: Matched) -> Model:
    learned, data = options.dataset or member.data_set, options.home.data
    class_names = tuple(map(str, range(member.architecture.classes)))
    if options.dataset is not None or catalogue.is_here(learned, data):
        class_names = catalogue.load(learned, data).class_names
    if member.reads_rows:
        class_names = CLASS_NAMES
    normalisation = member.normalisation
    for part, value in (("background", options.background), ("ink", options.ink)):
        if value is not None:
            normalisation = replace(normalisation, **{part: value})
    return Model(
        name=options.name or options.weights.stem,
        architecture=member.architecture,
        weights=found.weights,
        normalisation=normalisation,
        recipe=member.recipe,
        class_names=class_names,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        making=Making(data_set=options.dataset, program=f"lenet-app {lenet_app.__version__}"),
        certainty=usual_certainty(member.architecture, member.recipe),
    )
