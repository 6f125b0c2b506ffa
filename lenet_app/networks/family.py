"""Every named network, how its input looks, how it is trained and what was published of it."""

from dataclasses import dataclass, replace

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks import modernise
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.kind import Shape
from lenet_app.networks.layers import Convolution, Dropout, FullyConnected, Layer, MaxPooling, Subsampling
from lenet_app.networks.modernise import Parts
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.networks.recipe import Augmentation, Chosen, Initialisation, Loss, Optimiser, Recipe, Schedule
from lenet_app.networks.row_network import NORMALISATION, row_network


@dataclass(frozen=True)
class Experiment:
    """A recipe, and the test accuracy that was published for it.

    Args:
        name: what tells it from the network's other experiments; empty for the first.
        is_published: whether the recipe is a published one; else it is this program's own.
        accuracy: the published share of right answers on the test pictures, 0 to 1; None where none was published.
        about: whether the published figure is a rounded one.
        chosen_here: what of a published recipe the publication leaves open, if anything.
    """

    recipe: Recipe
    name: str = ""
    is_published: bool = True
    accuracy: float | None = None
    about: bool = False
    chosen_here: Chosen | None = None


@dataclass(frozen=True)
class Member:
    """A network of the family.

    Args:
        normalisation: what its input looks like.
        experiments: how it is trained; the first is what it is trained with by default.
        data_set: the name of the data set that it is meant for.
    """

    architecture: Architecture
    normalisation: InputNormalisation
    experiments: tuple[Experiment, ...]
    data_set: str = "mnist"

    @property
    def recipe(self) -> Recipe:
        """How it is trained by default."""
        return self.experiments[0].recipe

    @property
    def reads_rows(self) -> bool:
        """Whether it reads rows of digits, which no published result of single pictures can be held against."""
        return self.recipe.learns_rows


DEFAULT_ID = "lenet5"

_PAPER = InputNormalisation(background=-0.1, ink=1.175)
_BY_255 = InputNormalisation(background=0.0, ink=1.0)
_CENTRED = InputNormalisation(background=-1.0, ink=1.0)
"""For photos, whose values have their mean near the middle: without a mean near 0 a network learns much later."""
_BY_256 = InputNormalisation(background=0.0, ink=255 / 256)
_STANDARD = InputNormalisation(background=-0.1307 / 0.3081, ink=(1 - 0.1307) / 0.3081)
"""MNIST with a mean of 0 and a standard deviation of 1, as PyTorch's example has it."""
_GREY_32, _GREY_28, _COLOUR_32 = (1, 32, 32), (1, 28, 28), (3, 32, 32)
_PLAIN = Recipe(schedule=Schedule.CONSTANT, augmentation=Augmentation.NONE)
"""What the tutorials have in common: nothing is varied, and the rate stays."""
_OWN = Recipe(epochs=10, learning_rate=0.001, augmentation=Augmentation.NONE)
"""For networks that were published without a recipe."""

_PHOTOS = Recipe(
    epochs=30, batch_size=32, learning_rate=0.01, optimiser=Optimiser.MOMENTUM, augmentation=Augmentation.MIRRORED
)
"""For networks that were published with colour pictures and without a recipe."""


def _output(units: int = 10) -> FullyConnected:
    return FullyConnected("output", units, Activation.NONE)


def _lenet5() -> Member:
    """LeNet-5 with the parts of today: ReLU, max-pooling, C3 joined to all of S2's maps, a softmax output."""
    layers = (*_features(6, 16), FullyConnected("C5", 120), FullyConnected("F6", 84), _output())
    recipe = Recipe(learning_rate=0.002, hold_out=1 / 12)
    return _member("lenet5", "LeNet-5", _GREY_32, layers, _PAPER, Experiment(recipe, is_published=False))


def _features(first: int, second: int, activation: Activation = Activation.RELU, padding: int = 0) -> tuple[Layer, ...]:
    """Two convolutions of 5 × 5, each with a max-pool behind it."""
    return (
        Convolution("C1", first, padding=padding, activation=activation),
        MaxPooling("S2"),
        Convolution("C3", second, padding=padding, activation=activation),
        MaxPooling("S4"),
    )


def _lenet5_1998() -> Member:
    """The network of LeCun, Bottou, Bengio, Haffner (1998), section II-B, exactly."""
    recipe = Recipe(
        epochs=20,
        batch_size=1,
        learning_rate=0.0005,
        optimiser=Optimiser.LEVENBERG_MARQUARDT,
        schedule=Schedule.LENET_1998,
        augmentation=Augmentation.NONE,
        loss=Loss.MAP,
        initialisation=Initialisation.LENET_1998,
        rubbish=5.0,
        loss_divisor=84.0,
    )
    distorted = replace(recipe, augmentation=Augmentation.DISTORTED_COPIES)
    chosen = Chosen.SCALE_OF_LOSS
    experiments = (
        Experiment(recipe, accuracy=0.9905, chosen_here=chosen),
        Experiment(distorted, "distorted", accuracy=0.992, chosen_here=chosen),
    )
    return Member(Parts().architecture, _PAPER, experiments)


def _modernised(parts: Parts) -> Member:
    """A network between 1998 and today."""
    original = _MEMBERS[modernise.ID]
    experiment = Experiment(parts.recipe(original.recipe), is_published=False)
    return Member(parts.architecture, original.normalisation, (experiment,))


def _lenet5_subsampling() -> Member:
    """As in 1998, but C3 sees all maps and a softmax layer answers."""
    activation = Activation.SCALED_TANH
    layers = (
        Convolution("C1", 6, activation=activation),
        Subsampling("S2"),
        Convolution("C3", 16, activation=activation),
        Subsampling("S4"),
        Convolution("C5", 120, activation=activation),
        FullyConnected("F6", 84, activation),
        _output(),
    )
    title = "LeNet-5 with subsampling"
    return _member("lenet5-subsampling", title, _GREY_32, layers, _PAPER, Experiment(_OWN, is_published=False))


def _lenet5_conv3() -> Member:
    """LeNet-5 with C5 as a convolution."""
    layers = (*_features(6, 16), Convolution("C5", 120), FullyConnected("F6", 84), _output())
    title = "LeNet-5 with three convolutions"
    return _member("lenet5-conv3", title, _GREY_32, layers, _BY_255, Experiment(_OWN, is_published=False))


def _lenet5_dropout() -> Member:
    layers = (
        *(*_features(6, 16), Dropout("drop1"), FullyConnected("C5", 120)),
        *(Dropout("drop2"), FullyConnected("F6", 84), _output()),
    )
    recipe = replace(
        _PLAIN,
        learning_rate=0.001,
        batch_size=50,
        steps=200,
        loss=Loss.SIGMOID_OF_SOFTMAX,
        initialisation=Initialisation.GLOROT,
    )
    return _member("lenet5-dropout", "LeNet-5 with dropout", _GREY_28, layers, _BY_255, Experiment(recipe))


def _lenet5_sigmoid_same() -> Member:
    activation = Activation.SIGMOID
    layers = (
        *(*_features(6, 16, activation, padding=2), Convolution("C5", 120, padding=2, activation=activation)),
        *(FullyConnected("F6", 80, activation), _output()),
    )
    recipe = replace(_summed_descent(20_000, deviation=1.0), learning_rate=0.001)
    title = "LeNet-5 sigmoid same-size"
    return _member("lenet5-sigmoid-same", title, _GREY_28, layers, _BY_255, Experiment(recipe))


def _lenet5_relu_same() -> Member:
    layers = (*_features(6, 16, padding=2), FullyConnected("C5", 120), _output())
    recipe = replace(_summed_descent(300), first_bias=0.1)
    title = "LeNet-5 ReLU same-size"
    return _member("lenet5-relu-same", title, _GREY_28, layers, _BY_255, Experiment(recipe))


def _lenet5_wide() -> Member:
    layers = (*_features(32, 64, padding=2), FullyConnected("C5", 1024), _output())
    recipe = replace(_summed_descent(1000), first_bias=0.1)
    return _member("lenet5-wide", "LeNet-5 wide", _GREY_28, layers, _BY_255, Experiment(recipe))


def _summed_descent(steps: int, deviation: float = 0.1) -> Recipe:
    """Gradient descent on the summed cross-entropy, 200 pictures a step."""
    return replace(
        _PLAIN,
        learning_rate=0.0001,
        batch_size=200,
        steps=steps,
        optimiser=Optimiser.SGD,
        loss=Loss.SUMMED_CROSS_ENTROPY,
        initialisation=Initialisation.TRUNCATED_NORMAL,
        deviation=deviation,
    )


def _lenet5_deep() -> Member:
    layers = (
        *(*_features(6, 16), FullyConnected("C5", 400), FullyConnected("F6", 120)),
        *(FullyConnected("F7", 84), _output()),
    )
    # What was published names neither the rate nor its course; both were chosen on the hold-out.
    recipe = replace(
        _PLAIN,
        epochs=20,
        learning_rate=0.002,
        schedule=Schedule.COSINE,
        batch_size=128,
        hold_out=0.2,
        initialisation=Initialisation.GLOROT,
    )
    # Keras' default, which is the likeliest.
    constant = replace(recipe, learning_rate=0.001, schedule=Schedule.CONSTANT)
    chosen = Chosen.RATE
    experiments = (
        Experiment(recipe, accuracy=0.9906, chosen_here=chosen),
        Experiment(constant, "constant", accuracy=0.9906, chosen_here=chosen),
    )
    return _member("lenet5-deep", "LeNet-5 deep", _GREY_32, layers, _BY_255, *experiments)


def _lenet_cifar() -> Member:
    layers = (*_features(6, 16), FullyConnected("C5", 120), FullyConnected("F6", 84), _output())
    experiment = Experiment(_PHOTOS, is_published=False, accuracy=0.6605)
    return _member("lenet-cifar", "LeNet for CIFAR-10", _COLOUR_32, layers, _CENTRED, experiment, data_set="cifar10")


def _lenet_rgb() -> Member:
    layers = (*_features(16, 32), FullyConnected("C5", 120), FullyConnected("F6", 84), _output())
    experiment = Experiment(_PHOTOS, is_published=False)
    return _member("lenet-rgb", "LeNet for colour", _COLOUR_32, layers, _CENTRED, experiment, data_set="cifar10")


def _lenet_slim() -> Member:
    layers = (*_features(32, 64, padding=2), FullyConnected("C5", 1024), Dropout("drop1"), _output())
    recipe = replace(_OWN, epochs=5, initialisation=Initialisation.GLOROT)
    experiment = Experiment(recipe, is_published=False)
    return _member("lenet-slim", "LeNet of TF-Slim", _GREY_28, layers, _BY_255, experiment)


def _lenet_pytorch() -> Member:
    layers = (
        *(Convolution("C1", 32, kernel=3), Convolution("C2", 64, kernel=3), MaxPooling("S3"), Dropout("drop1", 0.25)),
        *(FullyConnected("F4", 128), Dropout("drop2"), _output()),
    )
    recipe = replace(
        _PLAIN,
        epochs=14,
        learning_rate=1.0,
        optimiser=Optimiser.ADADELTA,
        schedule=Schedule.EXPONENTIAL,
        decay=0.7,
    )
    experiment = Experiment(recipe, accuracy=0.992, about=True)
    return _member("lenet-pytorch", "PyTorch's MNIST example", _GREY_28, layers, _STANDARD, experiment)


def _lenet_caffe() -> Member:
    layers = (*_features(20, 50, Activation.NONE), FullyConnected("F5", 500), _output())
    recipe = replace(
        _PLAIN,
        learning_rate=0.01,
        optimiser=Optimiser.MOMENTUM,
        schedule=Schedule.INVERSE,
        decay=0.0001,
        weight_decay=0.0005,
        bias_rate=2.0,
        steps=10_000,
        initialisation=Initialisation.XAVIER,
    )
    experiment = Experiment(recipe, accuracy=0.991, about=True)
    return _member("lenet-caffe", "Caffe's LeNet", _GREY_28, layers, _BY_256, experiment)


def _lenet5_row() -> Member:
    """LeNet-5 swept along a line, as in section VII of LeCun et al. (1998), wider and with today's parts."""
    recipe = Recipe(
        epochs=20,
        batch_size=48,
        learning_rate=0.003,
        optimiser=Optimiser.ADAMW,
        schedule=Schedule.WARM_UP,
        augmentation=Augmentation.NONE,
        loss=Loss.CTC,
        hold_out=1 / 12,
        weight_decay=0.0005,
        average=0.999,
    )
    return Member(row_network(), NORMALISATION, (Experiment(recipe, is_published=False),))


def _member(
    id_: str,
    title: str,
    input_shape: Shape,
    layers: tuple[Layer, ...],
    normalisation: InputNormalisation,
    *experiments: Experiment,
    data_set: str = "mnist",
) -> Member:
    return Member(Architecture(id_, title, input_shape, layers), normalisation, experiments, data_set)


_MEMBERS: dict[str, Member] = {
    member.architecture.id: member
    for member in (
        *(_lenet5(), _lenet5_1998(), _lenet5_subsampling(), _lenet5_conv3(), _lenet5_dropout()),
        *(_lenet5_sigmoid_same(), _lenet5_relu_same(), _lenet5_wide(), _lenet5_deep()),
        *(_lenet_cifar(), _lenet_rgb(), _lenet_slim(), _lenet_pytorch(), _lenet_caffe(), _lenet5_row()),
    )
}


def member_of(architecture: Architecture, normalisation: InputNormalisation, recipe: Recipe, data_set: str) -> Member:
    """The named network with these layers; where there is none, one of its own with the rest."""
    if architecture.id in _MEMBERS and _MEMBERS[architecture.id].architecture.layers == architecture.layers:
        return _MEMBERS[architecture.id]
    return Member(architecture, normalisation, (Experiment(recipe, is_published=False),), data_set)


def ids() -> tuple[str, ...]:
    """The ids of all named networks, the default first."""
    return tuple(_MEMBERS)


def reproducible_ids() -> tuple[str, ...]:
    """The ids of those that answer single pictures, so that their results can be held against published ones."""
    return tuple(id_ for id_, one in _MEMBERS.items() if not one.reads_rows)


def member(architecture_id: str) -> Member:
    """The named network; also those that `modernise` makes, such as `lenet5-1998+relu+max-pool`.

    Raises:
        UserError: no network has this id.
    """
    parts = Parts.from_id(architecture_id)
    if parts is not None and parts.steps:
        return _modernised(parts)
    if architecture_id not in _MEMBERS:
        sentence = tr("There is no architecture {id}; known are {known}.")
        raise UserError(sentence.format(id=architecture_id, known=", ".join(_MEMBERS)))
    return _MEMBERS[architecture_id]
