"""Pictures of one's own with labels: a folder for each class, or a table of files. Each is fitted as Draw fits it."""

import csv
from collections.abc import Generator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data import picture_folders
from lenet_app.data.opening import opened
from lenet_app.errors import UserError
from lenet_app.evaluation.answers import Answers, answer_parts
from lenet_app.json_values import told
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.fitting import fitted_file

_LARGEST_TABLE = 1 << 24
_FILES, _LABELS = ("file", "path", "picture", "image", "filename"), ("label", "class", "digit")


@dataclass(frozen=True)
class Labelled:
    """A picture's file and its class.

    Args:
        path: of the file.
        label: the name of its class.
    """

    path: Path
    label: str


@dataclass(frozen=True, eq=False)
class FileAnswers:
    """What a model said to pictures in files, as far as they could be read.

    Args:
        answers: in the order of `files`; to a picture without any ink none is given.
        files: of the pictures that were answered.
        faults: of each file that was not, the sentence that tells why.
        total: of all files.
        images: uint8 (n, channels, height, width), the pictures that were answered as they were fitted, ink 255.
    """

    answers: Answers
    files: tuple[Labelled, ...]
    faults: tuple[str, ...]
    total: int
    images: npt.NDArray[np.uint8]


def labelled_files(path: Path) -> tuple[Labelled, ...]:
    """The pictures in a folder with a folder for each class, or those that a CSV names in its columns file and label.

    Raises:
        UserError: there is nothing of the kind, or it cannot be read.
    """
    try:
        if path.is_file():
            return _of_table(path)
        folder = picture_folders.find(path)
        if folder is not None:
            listing = picture_folders.listed(folder)
            names = (listing.class_names[label] for label in listing.labels)
            found = [Labelled(path / file, name) for file, name in zip(listing.files, names, strict=True)]
            return tuple(sorted(found, key=lambda one: one.path))
    except OSError as error:
        fault = error.strerror or str(error)
        raise UserError(tr("{file} cannot be read: {fault}.").format(file=path, fault=fault)) from error
    sentence = tr(
        "{path} is neither a folder with a folder of pictures for each class nor a table of files and labels."
    )
    raise UserError(sentence.format(path=path))


def _of_table(path: Path) -> tuple[Labelled, ...]:
    with opened(path) as file:
        content = file.read(_LARGEST_TABLE + 1)
    try:
        rows = list(csv.reader(StringIO(content.decode("utf-8-sig")), strict=True))
        head = [cell.strip().lower() for cell in rows[0]]
        file_column, label_column = (
            next(head.index(name) for name in names if name in head) for names in (_FILES, _LABELS)
        )
        found = [Labelled(path.parent / row[file_column], row[label_column].strip()) for row in rows[1:] if row]
    except (ValueError, csv.Error, IndexError, StopIteration, RuntimeError) as error:
        sentence = tr("{file} is no table of pictures: it needs the columns file and label.")
        raise UserError(sentence.format(file=path.name)) from error
    if not found or len(content) > _LARGEST_TABLE:
        sentence = tr("{file} names no pictures, or too many.")
        raise UserError(sentence.format(file=path.name))
    return tuple(found)


def answer_files(model: Model, files: tuple[Labelled, ...]) -> Generator[FileAnswers]:
    """Answer pictures in files, each fitted as Draw fits it; yields after each, the last yield is the whole.

    Raises:
        UserError: a label is none of the model's classes.
    """
    others = sorted({one.label for one in files} - set(model.class_names))
    if others:
        sentence = tr("{model} does not know the class {name}.")
        raise UserError(sentence.format(model=model.name, name=told(others[0])))
    read: list[Labelled] = []
    faults: list[str] = []
    columns = _empty(len(files))
    images = np.empty((len(files), *model.architecture.input_shape), np.uint8)
    for one in files:
        count = len(read)
        try:
            label = np.array([model.class_names.index(one.label)], np.uint8)
            planes = _planes(model, one.path)
            (answer,) = answer_parts(model, label, [planes[None]])
        except UserError as error:
            faults.append(tr("{file}: {fault}").format(file=one.path, fault=error))
        else:
            if not count:
                images = np.empty((len(files), *planes.shape), np.uint8)
            for name, column in columns.items():
                column[count] = getattr(answer, name)[0]
            images[count] = _as_bytes(planes)
            read.append(one)
            count += 1
        answers = Answers(len(files), **{name: column[:count] for name, column in columns.items()})
        yield FileAnswers(answers, tuple(read), tuple(faults), len(files), images[:count])


def _empty(total: int) -> dict[str, npt.NDArray[Any]]:
    kinds = {"labels": np.uint8, "said": np.uint8, "confidences": np.float32, "losses": np.float32}
    return {name: np.empty(total, kind) for name, kind in kinds.items()}


def _as_bytes(planes: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    return planes if planes.dtype == np.uint8 else np.round(255 * planes).astype(np.uint8)


def _planes(model: Model, path: Path) -> npt.NDArray[Any]:
    fitted = fitted_file(path, model)
    if fitted is None:
        raise UserError(tr("No ink was found."))
    return np.asarray(fitted.planes)
