"""The names of the kinds of layers, in the words of tables and lists."""

from lenet_app.gui.layers.texts import activation_text
from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    Layer,
    MaxPooling,
    RadialBasis,
    Subsampling,
)

KINDS: tuple[type[Layer], ...] = (
    *(Convolution, MaxPooling, AveragePooling, Subsampling),
    *(FullyConnected, Dropout, RadialBasis),
)


def kind_name(kind: type[Layer]) -> str:
    """A kind of layer: `max-pool`."""
    names: dict[type[Layer], str] = {
        Convolution: tr("convolution"),
        MaxPooling: tr("max-pool"),
        AveragePooling: tr("average-pool"),
        Subsampling: tr("subsampling"),
        FullyConnected: tr("fully connected"),
        Dropout: tr("dropout"),
        RadialBasis: tr("RBF"),
    }
    return names[kind]


def table_kind_name() -> str:
    """A convolution whose maps see only those of the maps before that a table names."""
    return tr("convolution, table")


def short_kind_text(layer: Layer) -> str:
    """What the layer does, without its sizes: `convolution, table, scaled tanh`."""
    has_table = isinstance(layer, Convolution) and layer.table
    name = table_kind_name() if has_table else kind_name(type(layer))
    if isinstance(layer, Dropout):
        name = tr("dropout {rate:g}").format(rate=layer.rate)
    return ", ".join(filter(None, [name, activation_text(layer.activation)]))


def activation_name(activation: Activation) -> str:
    """A squashing function, "none" among them."""
    return activation_text(activation) or tr("none")
