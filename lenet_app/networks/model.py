"""A model: an architecture, its weights and the facts of their making."""

from dataclasses import dataclass, field, replace
from string import digits
from types import MappingProxyType

import numpy as np

from lenet_app.errors import UserError
from lenet_app.language import tr, trn
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.certainty import Certainty
from lenet_app.networks.counts import classes_text
from lenet_app.networks.forward import Weights
from lenet_app.networks.kind import shape_text
from lenet_app.networks.making import Making, Metrics
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Loss, Recipe
from lenet_app.networks.row_network import CLASS_NAMES, WINDOW, SweptArchitecture, swept

_COLOUR_CHANNELS = 3


@dataclass(frozen=True, eq=False)
class Model:
    """What answers: never changed once made, so any thread may read it.

    Args:
        name: what the user calls it.
        weights: every parameter of the architecture, float32; kept as read-only copies.
        metrics: what was measured of it.
        making: the facts of its making beside the recipe.
        class_names: one for each class, in the order of the output.
        created: date and time, ISO 8601 with the zone.
        certainty: when an answer of it is sure.

    Raises:
        UserError: a weight is missing, superfluous, of another shape or not finite, the class names are not as many as
            the classes, or the pictures are larger than the network's input.
    """

    name: str
    architecture: Architecture
    weights: Weights
    normalisation: InputNormalisation
    recipe: Recipe
    class_names: tuple[str, ...]
    created: str
    metrics: Metrics = field(default_factory=Metrics)
    making: Making = field(default_factory=Making)
    certainty: Certainty = field(default_factory=Certainty)

    def __post_init__(self) -> None:
        """Hold the weights against the architecture and lock them."""
        shapes = self.architecture.parameter_shapes
        if odd := sorted(shapes.keys() ^ self.weights.keys()):
            raise UserError(tr("The weights do not match the architecture: {names}.").format(names=", ".join(odd)))
        for name, shape in shapes.items():
            given = self.weights[name].shape
            if given != shape:
                sentence = tr("{name} is {given}, but the architecture needs {expected}.")
                raise UserError(sentence.format(name=name, given=shape_text(given), expected=shape_text(shape)))
            if not np.isfinite(self.weights[name]).all():
                raise UserError(tr("{name} holds values that are not finite.").format(name=name))
        size, shape = self.normalisation.picture_size, self.architecture.input_shape
        if size is not None and (size[0] > shape[1] or size[1] > shape[2]):
            sentence = tr("Pictures of {picture} do not fit a network input of {network}.")
            raise UserError(sentence.format(picture=shape_text(size), network=shape_text(shape)))
        if len(self.class_names) != self.architecture.classes:
            sentence = trn(
                "{count} class name was given for {classes}.",
                "{count} class names were given for {classes}.",
                len(self.class_names),
            )
            classes = classes_text(self.architecture.classes)
            raise UserError(sentence.format(count=len(self.class_names), classes=classes))
        locked = {}
        for name, weight in self.weights.items():
            locked[name] = np.array(weight, dtype=np.float32, order="C")
            locked[name].flags.writeable = False
        object.__setattr__(self, "weights", MappingProxyType(locked))

    @property
    def takes_colour(self) -> bool:
        """Whether it sees colours."""
        return self.architecture.input_shape[0] == _COLOUR_CHANNELS

    @property
    def takes_whole_pictures(self) -> bool:
        """Whether a drawing or a picture is scaled as a whole for it, not fitted by its ink; so is all colour."""
        return self.takes_colour or (self.architecture.input_shape[0] == 1 and not self.normalisation.fits_ink)

    @property
    def knows_digits(self) -> bool:
        """Whether it tells the ten digits apart by their fitted ink."""
        return self.class_names == tuple(digits) and not self.takes_whole_pictures

    @property
    def reads_rows(self) -> bool:
        """Whether it answers for the frames of a line, with the ten digits and a blank."""
        return self.class_names == CLASS_NAMES

    def along(self, width: int) -> "Model":
        """The same reader of rows along a line of `width` pixels: its layers are as wide as that makes them."""
        layers, weights = swept(self.architecture, self.weights)
        named = self.architecture
        return replace(
            self, architecture=SweptArchitecture(named.id, named.title, (1, WINDOW, width), layers), weights=weights
        )

    @property
    def refuses(self) -> bool:
        """Whether it was taught to refuse what is no digit; see `was_taught_to_refuse`."""
        return was_taught_to_refuse(self.recipe, self.certainty, self.class_names)


def was_taught_to_refuse(recipe: Recipe, certainty: Certainty, class_names: tuple[str, ...]) -> bool:
    """Whether a model of the ten digits learned that there is something that is none of them.

    It did where such pictures were among those that it learned, and where its answers are distances under the loss of
    eq. (9) of LeCun et al. (1998), whose rubbish class takes what is far from all digits. Every other network divides
    its whole confidence among the digits, whatever it sees.
    """
    learned = recipe.teaches_refusing or certainty.rubbish is not None
    return class_names == tuple(digits) and learned


def usual_certainty(architecture: Architecture, recipe: Recipe) -> Certainty:
    """The certainty of a model that nobody has calibrated; distances have the rubbish class of their loss."""
    has_rubbish = architecture.answers_with_distances and recipe.loss is Loss.MAP
    return Certainty(rubbish=recipe.rubbish if has_rubbish else None)
