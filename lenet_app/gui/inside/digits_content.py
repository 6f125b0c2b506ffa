"""Training pictures that tell something of an answer or of a unit, as pictures to be shown."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import PictureSet
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.why_content import picture_of
from lenet_app.gui.inside.widgets.pictures import Picture
from lenet_app.gui.inside.words import number_text, shortest_text
from lenet_app.inspection.fields import on_picture, receptive_field
from lenet_app.inspection.training_digits import Exciting, Neighbour
from lenet_app.inspection.units import Unit
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.kind import Shape

Images = npt.NDArray[np.uint8]


def images_of(pictures: PictureSet, found: Sequence[Neighbour] | Sequence[Exciting]) -> Images:
    """The pictures that were found, uint8 (n, channels, height, width).

    Raises:
        UserError: they lie on the disk and cannot be read.
    """
    return pictures.take(np.array([one.index for one in found], np.intp)).images


def neighbour_pictures(found: Sequence[Neighbour], images: Images, names: Sequence[str], layer: str) -> list[Picture]:
    """The nearest ones, with their labels and distances."""
    told = tr("{place}. {label}, at a distance of {distance} in {layer}")
    meaning = explanation(Term.NEAREST)
    return [
        picture_of(
            image,
            names[one.label],
            told.format(place=place, label=names[one.label], distance=number_text(one.distance), layer=layer),
            shortest_text(one.distance),
            explanation=meaning,
        )
        for place, (one, image) in enumerate(zip(found, images, strict=True), 1)
    ]


def exciting_pictures(
    found: Sequence[Exciting], images: Images, names: Sequence[str], architecture: Architecture
) -> list[Picture]:
    """Those that excite a unit most, with their labels, its number, and what it sees of them."""
    told = tr("{place}. {label}, number {value}")
    meaning = explanation(Term.EXCITING, Term.RECEPTIVE_FIELD)
    return [
        picture_of(
            image,
            names[one.label],
            told.format(place=place, label=names[one.label], value=number_text(one.value)),
            shortest_text(one.value),
            frame=seen_part(one.unit, image.shape, architecture),
            explanation=meaning,
        )
        for place, (one, image) in enumerate(zip(found, images, strict=True), 1)
    ]


def seen_part(unit: Unit, picture: Shape, architecture: Architecture) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what a unit sees of a picture; None where that is all of it, or nothing."""
    fields: tuple[Any, ...] = receptive_field(architecture, unit)
    if not fields:
        return None
    box: tuple[int, int, int, int] | None = on_picture(fields[0], picture, architecture.input_shape).box
    return None if box == (0, 0, picture[2], picture[1]) else box
