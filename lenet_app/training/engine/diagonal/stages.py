"""From an architecture's layers to the stages that compute them."""

from collections.abc import Sequence
from math import prod

from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)
from lenet_app.training.engine.diagonal.pooling import AveragePoolingStage, MaxPoolingStage, SubsamplingStage
from lenet_app.training.engine.diagonal.stage import Shared, Signal, Stage
from lenet_app.training.engine.diagonal.unweighted import DropoutStage, RadialBasisStage
from lenet_app.training.engine.diagonal.weighted import ConvolutionStage, FullyConnectedStage


def make_stages(plans: Sequence[LayerPlan], source: Signal, shared: Shared, *, first: int) -> list[Stage]:
    """The stages of all layers, each reading what the one before it writes.

    Args:
        plans: the layers in their places.
        source: what will hold the network input.
        shared: the weights and activation functions of all of them.
        first: the number of the first layer with parameters; nothing asks for the gradient of its input.
    """
    stages: list[Stage] = []
    for number, plan in enumerate(plans):
        match plan.layer:
            case Convolution() | FullyConnected() | Subsampling():
                stage = _weighted(plan, source, shared, first=number == first)
            case _:
                stage = _unweighted(plan, source)
        stages.append(stage)
        source = stage.output
    return stages


def rooms(plans: Sequence[LayerPlan]) -> list[tuple[Activation, int]]:
    """Of each layer with weights its activation, and at most as many sums as its stage has.

    Those of a convolution are kept in rows as long as its input's.
    """
    found = []
    for plan in plans:
        layer, room = plan.layer, prod(plan.output_shape)
        if isinstance(layer, Convolution):
            room = layer.maps * prod(side + 2 * layer.padding for side in plan.input_shape[1:])
        if plan.parameter_shapes:
            found.append((layer.activation, room))
    return found


def _weighted(plan: LayerPlan, source: Signal, shared: Shared, *, first: bool) -> Stage:
    match plan.layer:
        case Subsampling() as layer:
            return SubsamplingStage(plan, layer, source, shared)
        case Convolution() as layer if not _covers_all(layer, plan):
            return ConvolutionStage(plan, layer, source, shared, first=first)
        case _:
            return FullyConnectedStage(plan, source, shared, first=first)


def _covers_all(layer: Convolution, plan: LayerPlan) -> bool:
    """Whether the kernel covers the whole input, so that the convolution is a fully connected layer."""
    return not layer.padding and plan.input_shape[1:] == (layer.kernel, layer.kernel)


def _unweighted(plan: LayerPlan, source: Signal) -> Stage:
    match plan.layer:
        case MaxPooling() as layer:
            return MaxPoolingStage(plan, layer.window, source)
        case AveragePooling() as layer:
            return AveragePoolingStage(plan, layer.window, source)
        case Dropout() as layer:
            return DropoutStage(plan, layer, source)
        case RadialBasis():
            return RadialBasisStage(plan, source)
        case _:
            raise TypeError(type(plan.layer))
