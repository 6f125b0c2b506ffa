"""Layers in words: kinds, shapes and counts as headings and notes."""

from lenet_app.language import tr
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    Layer,
    MaxPooling,
    RadialBasis,
    Subsampling,
    shape_text,
)

_ACTIVATIONS = {
    Activation.RELU: "ReLU",
    Activation.TANH: "tanh",
    Activation.SIGMOID: "sigmoid",
    Activation.ELU: "ELU",
    Activation.GELU: "GELU",
    Activation.SILU: "SiLU",
}
"""Names that are the same in every language."""


def layer_title(layer: Layer) -> str:
    """The name that people read; `C1` stays `C1`."""
    return tr("Output") if layer.name == "output" else layer.name


def activation_text(activation: Activation) -> str:
    """A squashing function's name; empty where there is none."""
    match activation:
        case Activation.NONE:
            return ""
        case Activation.SCALED_TANH:
            return tr("scaled tanh")
        case Activation.LEAKY_RELU:
            return tr("leaky ReLU")
    return _ACTIVATIONS[activation]


def kind_text(layer: Layer) -> str:
    """What the layer does: `convolution 5 × 5, same size, sigmoid`."""
    parts = [operation_text(layer)]
    if isinstance(layer, Convolution):
        parts += _convolution_notes(layer)
    return ", ".join([*parts, *filter(None, [activation_text(layer.activation)])])


def operation_text(layer: Layer) -> str:  # noqa: PLR0911 - one for each
    """What the layer computes, without what is noted of it: `convolution 5 × 5`."""
    match layer:
        case Convolution(kernel=size):
            return tr("convolution {size} × {size}").format(size=size)
        case Subsampling(window=size):
            return tr("subsampling {size} × {size}").format(size=size)
        case MaxPooling(window=size):
            return tr("max-pool {size} × {size}").format(size=size)
        case AveragePooling(window=size):
            return tr("average-pool {size} × {size}").format(size=size)
        case FullyConnected():
            return tr("fully connected")
        case RadialBasis():
            return tr("RBF, the nearest wins")
        case Dropout():
            return dropout_text(layer)


def _convolution_notes(layer: Convolution) -> list[str]:
    notes = []
    if layer.stride > 1:
        notes.append(tr("stride {count}").format(count=layer.stride))
    if layer.padding and layer.stride == 1 and 2 * layer.padding == layer.kernel - 1:
        notes.append(tr("same size"))
    elif layer.padding:
        notes.append(tr("padding {count}").format(count=layer.padding))
    return notes


def dropout_text(dropout: Dropout) -> str:
    """The share of values that a training leaves out: `dropout 0.5`."""
    return tr("dropout {rate:g}").format(rate=dropout.rate)


def counts_text(plan: LayerPlan) -> str:
    """The layer's shape and what it learns: `6 × 28 × 28 · 156 parameters`."""
    if not plan.parameters:
        return output_text(plan)
    return tr("{shape} · {count} parameters").format(shape=output_text(plan), count=f"{plan.parameters:,}")


def output_text(plan: LayerPlan) -> str:
    """The layer's shape: `6 × 28 × 28`, `84 units`."""
    if len(plan.output_shape) == 1:
        return tr("{count} units").format(count=plan.output_shape[0])
    return shape_text(plan.output_shape)


def table_text(plan: LayerPlan) -> str:
    """How many of all pairs of maps a table joins: `60 of 96 kernels`; empty without a table."""
    layer = plan.layer
    if not isinstance(layer, Convolution) or not layer.table:
        return ""
    text = tr("{count} of {all} kernels")
    return text.format(count=sum(map(len, layer.table)), all=layer.maps * plan.input_shape[0])


def plan_tooltip(plan: LayerPlan, dropouts: tuple[Dropout, ...] = ()) -> str:
    """Everything about the layer in a few lines.

    Args:
        plan: the layer in its place.
        dropouts: those that work on its output, which have no place of their own.
    """
    text = tr("{name}: {kind}\nInput {input}, output {output}\n{parameters} parameters, {connections} connections")
    lines = [
        text.format(
            name=layer_title(plan.layer),
            kind=kind_text(plan.layer),
            input=shape_text(plan.input_shape),
            output=shape_text(plan.output_shape),
            parameters=f"{plan.parameters:,}",
            connections=f"{plan.connections:,}",
        )
    ]
    if table := table_text(plan):
        lines.append(tr("A table says which maps are joined: {kernels}").format(kernels=table))
    if isinstance(plan.layer, RadialBasis):
        lines.append(tr("Each unit gives the squared distance to its picture; the smallest wins"))
    lines += [tr("In training: {dropout}").format(dropout=dropout_text(dropout)) for dropout in dropouts]
    return "\n".join(lines)


def architecture_text(architecture: Architecture) -> str:
    """The whole network in a line."""
    text = tr("{title}: {parameters} parameters, {connections} connections")
    return text.format(
        title=architecture.title,
        parameters=f"{architecture.parameters:,}",
        connections=f"{architecture.connections:,}",
    )
