"""Layers in words: the kinds' names, and shapes and counts as headings and notes."""

from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.counts import connections_text, parameters_text
from lenet_app.networks.kind import shape_text
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


def layer_title(layer: Layer) -> str:
    """The name that people read; `C1` stays `C1`."""
    return tr("Output") if layer.name == "output" else layer.name


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


def activation_name(activation: Activation) -> str:
    """An activation function, "none" among them."""
    return activation.label or tr("none")


def short_kind_text(layer: Layer) -> str:
    """What the layer does, without its sizes: `convolution, table, scaled tanh`."""
    name = table_kind_name() if layer.table else kind_name(type(layer))
    if layer.only_in_training:
        name = operation_text(layer)
    return ", ".join(filter(None, [name, layer.activation.label]))


def kind_text(layer: Layer) -> str:
    """What the layer does: `convolution 5 × 5, same size, sigmoid`."""
    return ", ".join(filter(None, [operation_text(layer), *_sliding_notes(layer), layer.activation.label]))


def kind_explanation(layer: Layer) -> str:
    """What a kind of layer does, for who has not met it yet, in a sentence."""
    texts: dict[type[Layer], str] = {
        Convolution: tr(
            "Each map slides one small window over the maps before it, the same everywhere, and answers where it finds"
            " the pattern that it learned."
        ),
        MaxPooling: tr(
            "Keeps the largest value of each small block: the maps become smaller, and where exactly a stroke lies"
            " matters less."
        ),
        AveragePooling: tr(
            "Keeps the mean of each small block: the maps become smaller, and where exactly a stroke lies matters less."
        ),
        Subsampling: tr(
            "Adds up each small block, times a weight and plus a bias that each map learns: the maps become smaller,"
            " and where exactly a stroke lies matters less."
        ),
        FullyConnected: tr(
            "Each unit weighs all values of the layer before, and so answers to the picture as a whole."
        ),
        Dropout: tr("Leaves some values out by chance while it trains, so that no unit relies on a single other one."),
        RadialBasis: tr("Each unit knows what its class should look like, and answers with the distance to that."),
    }
    return texts[type(layer)]


def operation_text(layer: Layer) -> str:
    """What the layer computes, without what is noted of it: `convolution 5 × 5`, `dropout 0.5`."""
    match layer:
        case Dropout(rate=rate):
            return tr("dropout {rate:g}").format(rate=rate)
        case RadialBasis():
            return tr("RBF, the nearest wins")
    if layer.sliding is None:
        return kind_name(type(layer))
    text = tr("{kind} {size} × {size}")
    return text.format(kind=kind_name(type(layer)), size=layer.sliding.kernel)


def _sliding_notes(layer: Layer) -> list[str]:
    notes: list[str] = []
    window = layer.sliding
    if window is None or layer.is_pool:
        return notes
    if window.stride > 1:
        notes.append(tr("stride {pixels}").format(pixels=window.stride))
    if window.padding and window.stride == 1 and 2 * window.padding == window.kernel - 1:
        notes.append(tr("same size"))
    elif window.padding:
        notes.append(tr("padding {pixels}").format(pixels=window.padding))
    return notes


def table_text(plan: LayerPlan) -> str:
    """How many of all pairs of maps a table joins: `60 of 96 kernels`; empty without a table."""
    layer = plan.layer
    if not layer.table:
        return ""
    pairs = len(layer.table) * plan.input_shape[0]
    text = trn("{joined} of {count} kernel", "{joined} of {count} kernels", pairs)
    return text.format(joined=sum(map(len, layer.table)), count=pairs)


def plan_tooltip(plan: LayerPlan, dropouts: tuple[Layer, ...] = ()) -> str:
    """Everything about the layer in a few lines.

    Args:
        plan: the layer in its place.
        dropouts: those that work on its output, which have no place of their own.
    """
    text = tr("{name}: {kind}\nInput {input}, output {output}\n{parameters}, {connections}")
    lines = [
        text.format(
            name=layer_title(plan.layer),
            kind=kind_text(plan.layer),
            input=shape_text(plan.input_shape),
            output=shape_text(plan.output_shape),
            parameters=parameters_text(plan.parameters),
            connections=connections_text(plan.connections),
        )
    ]
    if table := table_text(plan):
        lines.append(tr("A table says which maps are joined: {kernels}").format(kernels=table))
    if plan.layer.answers_with_distances:
        lines.append(tr("Each unit gives the squared distance to its picture; the smallest wins"))
    lines += [tr("In training: {dropout}").format(dropout=operation_text(dropout)) for dropout in dropouts]
    return "\n".join(lines)


def architecture_text(architecture: Architecture) -> str:
    """The whole network in a line."""
    text = tr("{title}: {parameters}, {connections}")
    return text.format(
        title=architecture.title,
        parameters=parameters_text(architecture.parameters),
        connections=connections_text(architecture.connections),
    )
