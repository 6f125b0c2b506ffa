"""An architecture while somebody changes it: layers come, go and move, and names follow; it need not be possible."""

import re
from dataclasses import dataclass, fields, replace

from lenet_app.networks import family, modernise
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.kind import Shape
from lenet_app.networks.layers import Layer, Units
from lenet_app.networks.recipe import Loss, Recipe

OUTPUT = "output"
COLOUR_ID = "lenet-cifar"
_NUMBERED = re.compile(r"([A-Z])\d+[a-z]?")
_DROPOUT = re.compile(r"drop\d+[a-z]?")


@dataclass(frozen=True)
class Draft:
    """What an editor holds.

    Names such as C1, S2, F6, drop1 and output are given by a layer's place and kind; they follow when layers move.

    Args:
        origin: the network that it began as; its input normalisation and its recipe go on.
        named: names that were given by hand, which stay as they are.
    """

    title: str
    input_shape: Shape
    layers: tuple[Layer, ...]
    origin: Member
    named: frozenset[str] = frozenset()

    @staticmethod
    def of(member: Member, title: str | None = None) -> "Draft":
        """A draft that begins as this network, by its own title or another."""
        architecture = member.architecture
        return Draft(title or architecture.title, architecture.input_shape, architecture.layers, member)

    @property
    def classes(self) -> int:
        """How many classes the last layer tells apart; 0 where it gives no answer."""
        last = self.layers[-1]
        return last.units if isinstance(last, Units) else 0

    def member(self, architecture_id: str) -> Member:
        """The network as it stands, with the recipe that suits it.

        Raises:
            UserError: it cannot be built; the sentence says why.
        """
        title = self.title.strip() or self.origin.architecture.title
        architecture = Architecture(architecture_id, title, self.input_shape, self.layers)
        channels = self.input_shape[0]
        like = self.origin
        if channels != like.architecture.input_shape[0]:
            like = family.member(COLOUR_ID if channels == 3 else family.DEFAULT_ID)
        recipe = _suited(self.origin, architecture)
        return Member(architecture, like.normalisation, (Experiment(recipe, is_published=False),), like.data_set)

    def with_layer(self, index: int, layer: Layer) -> "Draft":
        """The layer at `index` is another one, of another kind maybe; a new name counts as given by hand."""
        before = self.layers[index]
        layers = (*self.layers[:index], layer, *self.layers[index + 1 :])
        named = self.named
        if layer.name != before.name:
            return replace(self, layers=layers, named=named - {before.name} | {layer.name})
        if type(layer) is type(before):
            return replace(self, layers=layers)
        return _renamed(replace(self, layers=layers), changed=index)

    def with_classes(self, classes: int) -> "Draft":
        """The last layer tells so many classes apart."""
        last = self.layers[-1]
        if not isinstance(last, Units):
            return self
        return self.with_layer(len(self.layers) - 1, replace(last, units=classes))

    def inserted(self, index: int, kind: type[Layer]) -> "Draft":
        """With a new layer of this kind at `index`."""
        layer = kind.fresh(self._activation(index))
        layers = (*self.layers[:index], layer, *self.layers[index:])
        return _renamed(replace(self, layers=layers), changed=index)

    def removed(self, index: int) -> "Draft":
        """Without the layer at `index`; the only layer stays."""
        if len(self.layers) == 1:
            return self
        layers = (*self.layers[:index], *self.layers[index + 1 :])
        return _renamed(replace(self, layers=layers, named=self.named - {self.layers[index].name}))

    def moved(self, index: int, by: int) -> "Draft":
        """With the layer at `index` so many places further down, as far as there are places."""
        layers = list(self.layers)
        layer = layers.pop(index)
        layers.insert(min(max(index + by, 0), len(layers)), layer)
        return _renamed(replace(self, layers=tuple(layers)))

    def _activation(self, index: int) -> Activation:
        """What the layers around use, so that a new one does likewise."""
        found = [layer.activation for layer in (*self.layers[:index][::-1], *self.layers[index:])]
        return next((one for one in found if one is not Activation.NONE), Activation.RELU)


def changed_kind(layer: Layer, kind: type[Layer]) -> Layer:
    """A layer of another kind that keeps what the two have in common, such as its name and its activation."""
    fresh = kind.fresh(layer.activation if layer.activation is not Activation.NONE else Activation.RELU)
    common = {field.name for field in fields(kind)} & {field.name for field in fields(layer)}
    kept = {name: getattr(layer, name) for name in common if name != "activation"}
    return replace(fresh, **kept)


def _letter(layer: Layer, *, changed: bool) -> str:
    """C for feature maps, S for pooling, F for units; a letter that somebody chose for a kind stays with it."""
    numbered = _NUMBERED.fullmatch(layer.name)
    if numbered and not changed:
        return numbered[1]
    return layer.letter


def _renamed(draft: Draft, changed: int | None = None) -> Draft:
    """Names by place and kind; `changed` is a layer of a new kind."""
    taken = set(draft.named)
    layers: list[Layer] = []
    place = drops = 0
    for index, layer in enumerate(draft.layers):
        is_drop = layer.only_in_training
        place, drops = place + (not is_drop), drops + is_drop
        is_last = index == len(draft.layers) - 1
        if _is_given_by_hand(layer.name, draft.named):
            layers.append(layer)
            taken.add(layer.name)
            continue
        if is_drop:
            name = f"{layer.letter}{drops}"
        elif is_last and layer.answers:
            name = OUTPUT
        else:
            name = f"{_letter(layer, changed=index == changed)}{place}"
        layers.append(replace(layer, name=_free(name, taken)))
    return replace(draft, layers=tuple(layers))


def _is_given_by_hand(name: str, named: frozenset[str]) -> bool:
    return name in named or not is_given_by_place(name)


def is_given_by_place(name: str) -> bool:
    """Whether it is a name as place and kind give it, such as C1, S2, F6, drop1 and output; an empty one is, too."""
    return not name or name == OUTPUT or bool(_NUMBERED.fullmatch(name) or _DROPOUT.fullmatch(name))


def _free(name: str, taken: set[str]) -> str:
    free = next(
        one for one in (name, *(f"{name}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")) if one not in taken
    )
    taken.add(free)
    return free


def _suited(origin: Member, architecture: Architecture) -> Recipe:
    """The origin's recipe; where distances have become scores or the other way round, a loss that goes with them."""
    recipe = origin.recipe
    if architecture.answers_with_distances == origin.architecture.answers_with_distances:
        return recipe
    if architecture.answers_with_distances:
        return family.member(modernise.ID).recipe
    return replace(recipe, loss=Loss.CROSS_ENTROPY, loss_divisor=1.0)
