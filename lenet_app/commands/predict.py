"""`lenet-app predict`: the answers for pictures or drawings, without a window."""

import argparse
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lenet_app.commands.output import answer, complain, could_not_be_read, json_line
from lenet_app.errors import UserError
from lenet_app.faults import sentence_for
from lenet_app.ink.corrections import Corrections
from lenet_app.ink.stroke_lines import drawing_from_line, opened_lines
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.fitting import Fitted, fitted_drawing, fitted_file
from lenet_app.recognition.recognizer import Recognition, Recognizer
from lenet_app.recognition.soundness import tried
from lenet_app.storage.library import ModelLibrary

_TOGETHER = 256
"""How many items are answered at once."""


@dataclass(frozen=True, eq=False)
class _Item:
    """One thing to answer: `key` says which, then either the fitted picture (None: nothing drawn) or a fault."""

    key: dict[str, Any]
    fitted: Fitted | None = None
    fault: str = ""


def summary() -> str:
    """The command in half a sentence."""
    return tr("tell what pictures or drawings show")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("pictures", nargs="*", default=[], metavar="PICTURE", help=tr("a picture of one digit or thing"))
    what.add_argument(
        "--strokes", metavar="FILE.jsonl", help=tr("drawings, a JSON object a line; - reads standard input")
    )
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model that answers"))
    parser.add_argument("--deslant", action="store_true", help=tr("set slanted writing upright before it is fitted"))
    parser.add_argument(
        "--sure-from",
        type=float,
        metavar="P",
        help=tr("the confidence that is sure, 0 to 1 (default: the model's own)"),
    )


def run(options: argparse.Namespace) -> int:
    """Print an answer for each item in its order; 1 where one could not be read."""
    model = tried(ModelLibrary(options.home.models).open(options.model))
    recognizer = Recognizer(model, options.sure_from)
    if options.strokes is not None:
        items = _drawings(options.strokes, model, deslant=options.deslant)
    else:
        items = (_read_picture(path, model, deslant=options.deslant) for path in options.pictures)
    faults = 0
    for item, recognition in _answers(recognizer, items):
        faults += bool(item.fault)
        answer(json_line(_as_json(item, recognition, model)) if options.json else _as_text(item, recognition))
    if faults:
        complain(could_not_be_read(faults))
    return 1 if faults else 0


def _read_picture(path: str, model: Model, *, deslant: bool) -> _Item:
    if not path:
        return _Item({"path": path}, fault=tr("The name of the picture is empty."))
    try:
        return _Item({"path": path}, fitted_file(Path(path), model, Corrections(deslant=deslant)))
    except Exception as error:  # noqa: BLE001 - the others can still be answered
        return _Item({"path": path}, fault=sentence_for(error))


def _drawings(name: str, model: Model, *, deslant: bool) -> Iterator[_Item]:
    """The drawings of a JSON Lines file, gzipped or plain; blank lines are passed over."""
    try:
        with opened_lines(name) as lines:
            for index, line in enumerate(lines):
                yield _read_drawing(index, line, model, deslant=deslant)
    except (OSError, EOFError, zlib.error) as error:
        fault = getattr(error, "strerror", None) or tr("it is damaged or not text")
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=name, fault=fault)) from error


def _read_drawing(index: int, line: bytes, model: Model, *, deslant: bool) -> _Item:
    try:
        # The unit of the points is free, so nothing tells how large the sheet was.
        drawing = drawing_from_line(line)
        return _Item({"index": index}, fitted_drawing(drawing, model, has_sheet=False, deslant=deslant))
    except Exception as error:  # noqa: BLE001 - the others can still be answered
        return _Item({"index": index}, fault=sentence_for(error))


def _answers(recognizer: Recognizer, items: Iterable[_Item]) -> Iterator[tuple[_Item, Recognition | None]]:
    """Each item with its answer, None where there is nothing to answer; many at once, so that thousands are quick."""
    for part in _parts(items):
        pictures = [item.fitted.planes for item in part if item.fitted is not None]
        with np.errstate(all="ignore"):  # what comes of it is looked at below
            found = iter(recognizer.recognise_all(pictures))
        for item in part:
            recognition = next(found) if item.fitted is not None else None
            if recognition is None or np.isfinite(recognition.probabilities).all():
                yield item, recognition
            else:
                yield replace(item, fault=tr("The model answers it with numbers that are not finite.")), None


def _parts(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items, many at a time; where the next one cannot be had, those before it come first."""
    part: list[_Item] = []
    try:
        for item in items:
            part.append(item)
            if len(part) == _TOGETHER:
                yield part
                part = []
    except UserError:
        yield part
        raise
    yield part


def _as_json(item: _Item, recognition: Recognition | None, model: Model) -> dict[str, Any]:
    if item.fault:
        return {**item.key, "error": item.fault}
    if recognition is None:
        empty = {"digit": None, "best": None, "label": None, "sure": False, "confidence": 0.0, "probabilities": None}
        return {**item.key, **empty, "readings": 0, "model": model.name}
    facts = {
        **item.key,
        "digit": recognition.best if recognition.sure else None,
        "best": recognition.best,
        "label": recognition.label,
        "sure": recognition.sure,
        "confidence": recognition.confidence,
        "probabilities": [float(p) for p in recognition.probabilities],
        "readings": recognition.readings,
        "model": model.name,
    }
    if recognition.first is not None:
        facts["first"] = {"best": recognition.first.best, "confidence": recognition.first.confidence}
    if recognition.distances is not None:
        facts["distances"] = [float(distance) for distance in recognition.distances]
    return facts


def _as_text(item: _Item, recognition: Recognition | None) -> str:
    (key,) = item.key.values()
    if item.fault:
        return f"{key}: {item.fault}"
    if recognition is None:
        sentence = tr("{key}: no ink found") if "path" in item.key else tr("{key}: nothing drawn")
        return sentence.format(key=key)
    return answer_text(key, recognition)


def answer_text(key: str, recognition: Recognition) -> str:
    """An answer in a line: what it is to, the class and its confidence, or the two likeliest classes."""
    if not recognition.sure:
        first, second = (recognition.class_names[index] for index in recognition.ranking[:2])
        return tr("{key}: not sure; {first} or {second}").format(key=key, first=first, second=second)
    return f"{key}: {recognition.label} ({100 * recognition.confidence:.1f} %)"
