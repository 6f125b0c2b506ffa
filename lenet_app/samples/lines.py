"""Samples in files: as JSON Lines, a label and strokes or a picture each; as folders and tables of pictures."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from lenet_app.errors import UserError
from lenet_app.evaluation.labelled_files import labelled_files
from lenet_app.ink.files.pixels import read_pixels
from lenet_app.ink.normalise import SIDE
from lenet_app.ink.paper.picture import picture_ink
from lenet_app.ink.stroke_lines import checked_drawing, opened_lines, value_from_line
from lenet_app.json_values import is_proper
from lenet_app.language import tr
from lenet_app.samples.labelling import Said, of_drawing, of_fitted, of_picture
from lenet_app.samples.sample import Bytes, Sample, Source, strokes_value

_MOST_TEXT = 500
"""Characters of a model's name or of a time."""


def read_samples(name: str) -> Iterator[Sample]:
    """The samples of a file of JSON Lines, gzipped or plain; - is standard input, and blank lines are passed over.

    Args:
        name: of the file. A line is `{"label": 7, "strokes": [[[x, y], …], …]}` or `{"label": 7, "picture": …}`, where
            a picture is the path of a file, from the folder of this one on, or a fitted picture: 28 rows of 28 numbers
            from 0 to 255, ink 255. `"answer"`, `"model"` and `"made"` may be added.

    Raises:
        UserError: a line is no sample, which the sentence names by its number, or the file cannot be read.
    """
    folder = Path() if name == "-" else Path(name).parent
    try:
        with opened_lines(name) as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield _sample(value_from_line(line), folder)
                except UserError as error:
                    sentence = tr("Sample {number} of {file}: {fault}")
                    raise UserError(sentence.format(number=number, file=name, fault=error)) from error
    except (OSError, EOFError, zlib.error) as error:
        fault = getattr(error, "strerror", None) or tr("it is damaged or not text")
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=name, fault=fault)) from error


def samples_in(name: str) -> list[Sample]:
    """The samples of a file of JSON Lines, of a folder with a folder of pictures for each digit, or of a CSV.

    Raises:
        UserError: something there is no sample, or it cannot be read.
    """
    if not (Path(name).is_dir() or name.lower().endswith(".csv")):
        return list(read_samples(name))
    found = labelled_files(Path(name))
    return [sample_of_file(one.path, Said(label_of(one.label), Source.FILE)) for one in found]


def sample_of_file(path: Path, said: Said) -> Sample:
    """A picture file as a sample.

    Raises:
        UserError: it cannot be read as a picture, or shows nothing.
    """
    return of_picture(picture_ink(read_pixels(path)), said)


def sample_facts(sample: Sample) -> dict[str, Any]:
    """The sample as a line tells it."""
    facts: dict[str, Any] = {"label": sample.label}
    if sample.drawing is not None:
        facts |= strokes_value(sample.drawing)
    else:
        facts["picture"] = sample.picture.tolist()
    facts |= {"answer": sample.answer, "model": sample.model, "made": sample.made, "source": str(sample.source)}
    return facts


def sample_line(sample: Sample) -> str:
    """The same in a line of JSON."""
    return json.dumps(sample_facts(sample))


def label_of(value: object) -> int:
    """The digit that something names.

    Raises:
        UserError: it is none.
    """
    text = value if isinstance(value, str) else str(value) if type(value) is int else ""
    if len(text) != 1 or not "0" <= text <= "9":
        raise UserError(tr("A label must be a digit from 0 to 9."))
    return int(text)


def _sample(value: object, folder: Path) -> Sample:
    if not isinstance(value, dict) or "label" not in value:
        raise UserError(tr('It is not an object with a "label".'))
    answer = None if value.get("answer") is None else label_of(value["answer"])
    said = Said(label_of(value["label"]), Source.FILE, answer, text_or_none(value.get("model")))
    if "strokes" in value:
        made = of_drawing(checked_drawing(value), said)
    elif isinstance(value.get("picture"), str) and value["picture"]:
        made = sample_of_file(folder / value["picture"], said)
    elif "picture" in value:
        made = of_fitted(_picture(value["picture"]), said)
    else:
        raise UserError(tr('It has neither "strokes" nor a "picture".'))
    return replace(made, made=text_or_none(value.get("made")) or made.made)


def _picture(value: object) -> Bytes:
    fault = tr("A fitted picture must be {side} rows of {side} whole numbers from 0 to 255.").format(side=SIDE)
    if not isinstance(value, list) or len(value) != SIDE:
        raise UserError(fault)
    for row in value:
        if not isinstance(row, list) or len(row) != SIDE:
            raise UserError(fault)
        if not all(type(pixel) is int and 0 <= pixel <= 255 for pixel in row):
            raise UserError(fault)
    picture = np.array(value, np.uint8)
    if not picture.any():
        raise UserError(tr("The picture shows no ink."))
    return picture


def text_or_none(value: object) -> str | None:
    """The name of a model or a time, as others tell it; None where it cannot be one."""
    return value if isinstance(value, str) and is_proper(value) and len(value) <= _MOST_TEXT else None
