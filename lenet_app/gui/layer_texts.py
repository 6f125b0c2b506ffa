"""Layers in words: kinds, shapes and counts as headings and notes."""

from PySide6.QtCore import QCoreApplication

from lenet_app.networks.architecture import (
    Activation,
    Architecture,
    Convolution,
    FullyConnected,
    Layer,
    LayerPlan,
    MaxPooling,
    shape_text,
)

_CONTEXT = "layer_texts"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def layer_title(layer: Layer) -> str:
    """The name that people read; `C1` stays `C1`."""
    return _tr("Output") if layer.name == "output" else layer.name


def kind_text(layer: Layer) -> str:
    """What the layer does: `convolution 5 × 5, ReLU`."""
    match layer:
        case Convolution(kernel=kernel):
            text = _tr("convolution {size} × {size}").format(size=kernel)
        case MaxPooling(window=window):
            return _tr("max-pool {size} × {size}").format(size=window)
        case FullyConnected():
            text = _tr("fully connected")
    return f"{text}, ReLU" if layer.activation is Activation.RELU else text


def counts_text(plan: LayerPlan) -> str:
    """The layer's shape and what it learns: `6 × 28 × 28 · 156 parameters`."""
    shape = shape_text(plan.output_shape)
    if len(plan.output_shape) == 1:
        shape = _tr("{count} units").format(count=plan.output_shape[0])
    if not plan.parameters:
        return shape
    return _tr("{shape} · {count} parameters").format(shape=shape, count=f"{plan.parameters:,}")


def plan_tooltip(plan: LayerPlan) -> str:
    """Everything about the layer in a few lines."""
    text = _tr("{name}: {kind}\nInput {input}, output {output}\n{parameters} parameters, {connections} connections")
    return text.format(
        name=layer_title(plan.layer),
        kind=kind_text(plan.layer),
        input=shape_text(plan.input_shape),
        output=shape_text(plan.output_shape),
        parameters=f"{plan.parameters:,}",
        connections=f"{plan.connections:,}",
    )


def architecture_text(architecture: Architecture) -> str:
    """The whole network in a line."""
    text = _tr("{title}: {parameters} parameters, {connections} connections")
    return text.format(
        title=architecture.title,
        parameters=f"{architecture.parameters:,}",
        connections=f"{architecture.connections:,}",
    )
