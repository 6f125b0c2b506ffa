"""A sample: a drawing or a picture that the user labelled, as a value."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.ink.normalise import SIDE
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.ink.strokes import Drawing

Bytes = npt.NDArray[np.uint8]

CLASSES = 10
"""Samples are digits."""


class Source(StrEnum):
    """Where a sample comes from."""

    DRAW = "draw"
    """Labelled on the page Draw."""
    READ = "read"
    """Corrected on the page Read."""
    CAPTURE = "capture"
    """Written because it was asked for."""
    FILE = "file"
    """Added or imported from a file."""


@dataclass(frozen=True, eq=False)
class Sample:
    """A labelled digit.

    Args:
        label: what the user says it is, 0 to 9.
        picture: the fitted picture, uint8 (28, 28), ink 255.
        source: where it comes from.
        drawing: its strokes; None where it was a picture.
        ink: the marks that the fitted picture was made of, uint8 (height, width), ink 255; None of a drawing, whose ink
            is its strokes, and where there is no more than the fitted picture.
        answer: what was answered for it, 0 to 9; None where nothing was.
        model: the name of the model that answered; None where none did.
        made: when it was labelled, ISO 8601 in UTC.
        id: its number in the store; 0 before it is there.
    """

    label: int
    picture: Bytes
    source: Source
    drawing: Drawing | None = None
    ink: Bytes | None = None
    answer: int | None = None
    model: str | None = None
    made: str = ""
    id: int = 0

    @property
    def is_wrong(self) -> bool:
        """Whether the answer was another than the label."""
        return self.answer is not None and self.answer != self.label


def now() -> str:
    """The present second, ISO 8601 in UTC, so that texts are in the order of time."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def as_bytes(picture: npt.NDArray[np.floating]) -> Bytes:
    """Ink in [0, 1] as uint8."""
    return np.asarray(np.rint(np.clip(picture, 0, 1) * 255), np.uint8)


def strokes_value(drawing: Drawing) -> dict[str, Any]:
    """The drawing as plain values that `drawing_from_json` reads: its strokes, with colours where some were chosen."""
    value: dict[str, Any] = {"strokes": [[list(point) for point in stroke.points] for stroke in drawing.strokes]}
    if any(stroke.colour is not None for stroke in drawing.strokes):
        value["colours"] = [None if s.colour is None else f"#{bytes(s.colour).hex()}" for s in drawing.strokes]
    return value


def strokes_text(drawing: Drawing) -> str:
    """The same as JSON."""
    return json.dumps(strokes_value(drawing), separators=(",", ":"))


def drawing_of(text: str) -> Drawing:
    """The drawing that `strokes_text` wrote.

    Raises:
        UserError: it is no drawing.
        ValueError: it is not JSON.
    """
    return drawing_from_json(json.loads(text))


def is_picture(picture: Bytes) -> bool:
    """Whether an array is a fitted picture."""
    return picture.dtype == np.uint8 and picture.shape == (SIDE, SIDE)
