"""What is asked of every set of files with pictures and files with labels, and what its labels tell of its classes."""

from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lenet_app.data.known_sets import Kind, kind_of
from lenet_app.data.pictures import PictureSet
from lenet_app.data.stored import MOST_PICTURES
from lenet_app.errors import UserError
from lenet_app.language import tr, trn

_LONGEST_SIDE = 1024
"""Of a picture, in pixels."""


class Labels(NamedTuple):
    """Labels, uint8 (n,), and the name of their file."""

    name: str
    values: npt.NDArray[np.uint8]


class Classes(NamedTuple):
    """What labels tell.

    Args:
        title: of the set.
        names: of its classes.
        first: the label of the first class, 0 or 1.
    """

    title: str
    names: tuple[str, ...]
    first: int

    def counted(self, labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """The labels from 0 on, read-only."""
        shifted = labels - np.uint8(self.first) if self.first else labels
        shifted.flags.writeable = False
        return shifted


def check_pictures(name: str, count: int, shape: Sequence[int]) -> None:
    """Whether a file can be one of pictures.

    Args:
        name: of the file.
        count: of its pictures.
        shape: channels, height and width of each.

    Raises:
        UserError: it cannot.
    """
    if shape[0] not in (1, 3):
        sentence = trn(
            "{file} holds pictures of {count} channel; 1 (grey) or 3 (red, green, blue) can be read.",
            "{file} holds pictures of {count} channels; 1 (grey) or 3 (red, green, blue) can be read.",
            shape[0],
        )
        raise UserError(sentence.format(file=name, count=f"{shape[0]:,}"))
    if max(shape[1:]) > _LONGEST_SIDE:
        sentence = tr("{file} holds pictures longer than {most} pixels.")
        raise UserError(sentence.format(file=name, most=f"{_LONGEST_SIDE:,}"))
    if not count * prod(shape):
        raise UserError(tr("{file} holds no pictures.").format(file=name))
    if count > MOST_PICTURES:
        sentence = tr("{file} is to hold more pictures, by its header, than the {most} that can be read.")
        raise UserError(sentence.format(file=name, most=f"{MOST_PICTURES:,}"))


def check_counts(images: str, held: int, labels: str, others: int) -> None:
    """Whether there are as many labels as pictures.

    Raises:
        UserError: there are not.
    """
    if held != others:
        sentence = tr("{images} holds {held}, but {labels} {others}.")
        raise UserError(
            sentence.format(
                images=images,
                held=trn("{count} picture", "{count} pictures", held).format(count=f"{held:,}"),
                labels=labels,
                others=trn("{count} label", "{count} labels", others).format(count=f"{others:,}"),
            )
        )


def check_shapes(training_name: str, training: Sequence[int], test_name: str, test: Sequence[int]) -> None:
    """Whether pictures to test with are as large as those to learn.

    Raises:
        UserError: they are not.
    """
    if tuple(training) != tuple(test):
        sentence = tr("{test} holds pictures of {other}, but {training} of {shape}.")
        shape, other = (" × ".join(str(side) for side in one) for one in (training, test))
        raise UserError(sentence.format(test=test_name, other=other, training=training_name, shape=shape))


def classes_of(
    place: Path, prefix: str, training: Labels, test: Labels, known_by: PictureSet | None, table: "Table | None" = None
) -> Classes:
    """What the labels tell, and the place.

    Labels may begin at 1. There are as many classes as the highest label says.

    Args:
        place: the folder or file of the set.
        prefix: what the names of its files begin with, see `kind_of`.
        training: labels to learn.
        test: labels to test with.
        known_by: the test pictures, by which a published set is known; None where they are too many.
        table: the set's own names of classes.

    Raises:
        UserError: a label is one that the set cannot have, or there is one class only.
    """
    highest = int(max(training.values.max(), test.values.max()))
    images = np.empty(0, np.uint8) if known_by is None else known_by.images
    kind = kind_of(place, prefix, images, highest)
    _check_labels(kind, training, test)
    first = _first_label(kind, training.values, test.values)
    if highest - first < 1:
        raise UserError(tr("{folder} holds pictures of one class only; two are needed.").format(folder=place))
    return Classes(kind.title, _class_names(kind, range(first, highest + 1), table), first)


class Table(NamedTuple):
    """A file that names classes by their labels."""

    name: str
    classes: Mapping[int, str]


def _check_labels(kind: Kind, training: Labels, test: Labels) -> None:
    """Refuse labels that a known set does not have, and in any other set a class that no network could learn."""
    highest = max(int(one.values.max()) for one in (training, test))
    lowest = min(int(one.values.min()) for one in (training, test))
    if not kind.labels:
        if test.values.max() > training.values.max():
            sentence = tr("{test} holds the label {label}; the highest in {training} is {highest}.")
            facts = {"label": test.values.max(), "highest": training.values.max()}
            raise UserError(sentence.format(test=test.name, training=training.name, **facts))
        return
    if not lowest and highest < len(kind.labels):
        return  # EMNIST's letters, too, may be counted from 0
    first, last = kind.labels[0], kind.labels[-1]
    for name, labels in (training, test):
        outside = labels[(labels < first) | (labels > last)]
        if len(outside):
            sentence = tr("{file} holds the label {label}; {title} has {first} to {last}.")
            raise UserError(sentence.format(file=name, label=outside.max(), title=kind.title, first=first, last=last))


def _first_label(kind: Kind, *labels: npt.NDArray[np.uint8]) -> int:
    """The label of the first class: what is known of the set, else 1 where the lowest label is 1."""
    lowest = min(int(part.min()) for part in labels)
    expected = lowest if kind.first_label is None else kind.first_label
    return 1 if expected == 1 and lowest else 0


def _class_names(kind: Kind, labels: range, table: Table | None) -> tuple[str, ...]:
    """From the set's own table, else from what is known of it, else the labels themselves."""
    if table is not None:
        missing = [label for label in labels if label not in table.classes]
        if missing:
            sentence = tr("{file} has no line for the label {label}.")
            raise UserError(sentence.format(file=table.name, label=missing[0]))
        return tuple(table.classes[label] for label in labels)
    return kind.class_names[: len(labels)] or tuple(str(label) for label in labels)
