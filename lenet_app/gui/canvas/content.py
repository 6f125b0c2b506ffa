"""What lies on the canvas, as values that never change."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.ink.strokes import Drawing


@dataclass(frozen=True, eq=False)
class ShownPicture:
    """A picture in place of a drawing.

    Args:
        pixels: uint8 (height, width, 3), RGB, at least 1 × 1; fitted into the canvas with its aspect kept.
        caption: what stands below it, such as the file's name; may be empty.
        source: whatever the page needs to know it by, such as its ink; only its size matters here.
        whole: of the same form, what a white sheet shows in place of `pixels`; None where that is the same.
    """

    pixels: npt.NDArray[np.uint8]
    caption: str = ""
    source: object = None
    whole: npt.NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be painted."""
        for pixels in (self.pixels, self.pixels if self.whole is None else self.whole):
            shape = pixels.shape
            if pixels.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or 0 in shape:
                raise ValueError(f"A picture is uint8 (height, width, 3), not {pixels.dtype} {shape}.")


CanvasContent = Drawing | ShownPicture


def is_blank(content: CanvasContent) -> bool:
    """Whether there is nothing to recognise: an empty drawing."""
    return isinstance(content, Drawing) and content.is_empty


def size_of(content: CanvasContent) -> int:
    """The bytes of the arrays that `content` and its source hold, each counted once; drawings hold next to nothing."""
    return sum({id(array): array.nbytes for array in _arrays(content)}.values())


def _arrays(value: object) -> Iterator[npt.NDArray[Any]]:
    if isinstance(value, np.ndarray):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _arrays(getattr(value, field.name))
