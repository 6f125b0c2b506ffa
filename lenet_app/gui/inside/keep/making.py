"""Makes files of what is shown: pictures as it looks, pictures of values, and numbers."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy.typing as npt

from lenet_app.gui.inside.keep.keepsake import Form, Forms, Write
from lenet_app.gui.kit.printing import Printed, as_image, as_png, as_svg
from lenet_app.inspection import pictures
from lenet_app.inspection.exports import as_npy
from lenet_app.storage.files import write_whole

_PNG = (Form.PNG, Form.PNG_2, Form.PNG_4)
_MOST_SHAPES = 200_000
"""More values than these make an SVG that no program opens in a reasonable time."""


def shown_pictures(print_it: Callable[[], Printed], title: str) -> Forms:
    """Pictures of what is shown, as it looks.

    Args:
        print_it: is asked once somebody wants one.
        title: within SVG.
    """

    def png(scale: int) -> Write:
        image = as_image(print_it(), scale)
        return lambda path: write_whole(path, as_png(image))

    def svg() -> Write:
        content = as_svg(print_it(), title)
        return lambda path: write_whole(path, content)

    return {**{form: partial(png, form.scale) for form in _PNG}, Form.SVG: svg}


def value_pictures(colour: Callable[[], pictures.Colours], count: int) -> Forms:
    """Pictures of so many values, a square for each; `colour` is called beside the window."""

    def png(scale: int) -> Write:
        return lambda path: write_whole(path, pictures.as_png(colour(), scale))

    def svg() -> Write:
        return lambda path: write_whole(path, pictures.as_svg(colour()))

    forms: dict[Form, Callable[[], Write]] = {form: partial(png, form.scale) for form in _PNG}
    return {**forms, Form.SVG: svg} if count <= _MOST_SHAPES else forms


def numbers(csv: Callable[[], bytes], values: Callable[[], npt.NDArray[Any]]) -> Forms:
    """Numbers as a table and as an array, made beside the window of what nobody writes to."""
    return {
        Form.CSV: lambda: lambda path: write_whole(path, csv()),
        Form.NPY: lambda: lambda path: write_whole(path, as_npy(values())),
    }
