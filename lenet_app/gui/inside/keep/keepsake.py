"""What can be kept of something that is shown, and in which forms; files are made beside the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Protocol, runtime_checkable

from lenet_app.language import tr

Write = Callable[[Path], object]
"""Writes a file, or files into a folder, whole or not at all; beside the window."""


class Form(Enum):
    """A kind of file."""

    PNG = auto()
    PNG_2 = auto()
    PNG_4 = auto()
    PNG_100_DPI = auto()
    PNG_200_DPI = auto()
    PNG_300_DPI = auto()
    PNG_600_DPI = auto()
    SVG = auto()
    CSV = auto()
    NPY = auto()
    FOLDER = auto()
    """Numbers of several layers, in a folder."""
    HTML = auto()
    PDF = auto()

    @property
    def text(self) -> str:
        """As it stands in a menu."""
        texts = {
            Form.PNG: tr("Picture (PNG)…"),
            Form.PNG_2: tr("Picture, twice as large (PNG)…"),
            Form.PNG_4: tr("Picture, four times as large (PNG)…"),
            Form.PNG_100_DPI: tr("Picture, 100 dpi (PNG)…"),
            Form.PNG_200_DPI: tr("Picture, 200 dpi (PNG)…"),
            Form.PNG_300_DPI: tr("Picture, 300 dpi (PNG)…"),
            Form.PNG_600_DPI: tr("Picture, 600 dpi (PNG)…"),
            Form.SVG: tr("Picture (SVG)…"),
            Form.CSV: tr("Numbers (CSV)…"),
            Form.NPY: tr("Numbers (NumPy)…"),
            Form.FOLDER: tr("Numbers of each layer, in a folder…"),
            Form.HTML: tr("Web page (HTML)…"),
            Form.PDF: tr("Document (PDF)…"),
        }
        return texts[self]

    @property
    def ending(self) -> str:
        """Of the file's name, without a dot; empty for a folder."""
        return "" if self is Form.FOLDER else self.name.partition("_")[0].lower()

    @property
    def scale(self) -> int:
        """How many times as large as on the screen a picture is."""
        return int(self.name.partition("_")[2] or 1)

    @property
    def dpi(self) -> int:
        """Pixels to an inch of a picture whose form tells them."""
        return int(self.name.split("_")[1])


Forms = Mapping[Form, Callable[[], Write]]
"""Each with what takes hold of what is shown just now, on the main thread, and gives what writes it."""


@dataclass(frozen=True, eq=False)
class Keepsake:
    """Something that can be kept.

    Args:
        title: what it is, above the forms that it has.
        name: of its file, without an ending.
        forms: that it has.
    """

    title: str
    name: str
    forms: Forms


@runtime_checkable
class Keeps(Protocol):
    """A widget whose content can be kept."""

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """What there is to keep just now."""
