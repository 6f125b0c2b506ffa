"""Every named network and its recipe."""

from dataclasses import dataclass

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Activation, Architecture, Convolution, FullyConnected, MaxPooling
from lenet_app.networks.network_input import InputNormalisation
from lenet_app.networks.recipe import Recipe


@dataclass(frozen=True)
class Member:
    """A network of the family: its architecture, what its input looks like, and how it is trained by default."""

    architecture: Architecture
    normalisation: InputNormalisation
    recipe: Recipe


DEFAULT_ID = "lenet5"


def _lenet5() -> Member:
    """LeNet-5 with the parts of today: ReLU, max-pooling, C3 joined to all of S2's maps, a softmax output."""
    layers = (
        Convolution("C1", maps=6),
        MaxPooling("S2"),
        Convolution("C3", maps=16),
        MaxPooling("S4"),
        FullyConnected("C5", units=120),
        FullyConnected("F6", units=84),
        FullyConnected("output", units=10, activation=Activation.NONE),
    )
    architecture = Architecture("lenet5", "LeNet-5", (1, 32, 32), layers)
    return Member(architecture, InputNormalisation(background=-0.1, ink=1.175), Recipe())


_MEMBERS: dict[str, Member] = {member.architecture.id: member for member in (_lenet5(),)}


def ids() -> tuple[str, ...]:
    """The ids of all named networks, the default first."""
    return tuple(_MEMBERS)


def member(architecture_id: str) -> Member:
    """The named network.

    Raises:
        UserError: no network has this id.
    """
    if architecture_id not in _MEMBERS:
        sentence = tr("There is no architecture {id}; known are {known}.")
        raise UserError(sentence.format(id=architecture_id, known=", ".join(_MEMBERS)))
    return _MEMBERS[architecture_id]
