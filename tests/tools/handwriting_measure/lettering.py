"""Words on pictures, in the one font that comes with Pillow."""

from functools import cache

from PIL import ImageDraw, ImageFont

Colour = tuple[int, int, int]

PAPER: Colour = (255, 255, 255)
TEXT: Colour = (26, 29, 35)
FAINT: Colour = (95, 101, 112)
SIZE = 12
"""Pixels."""


def write(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, colour: Colour = TEXT, anchor: str = "la"
) -> None:
    """Write `text` at `place`; `anchor` says which of its points lies there, as Pillow has it."""
    pen.text(place, _known(text), fill=colour, font=_font(), anchor=anchor)


def cut_to(text: str, width: float) -> str:
    """As much of `text` as fits into so many pixels."""
    while text and _font().getlength(_known(text)) > width:
        text = text[:-1]
    return text


def _known(text: str) -> str:
    """The font has no more than ASCII."""
    return text.encode("ascii", "replace").decode("ascii")


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(SIZE)
