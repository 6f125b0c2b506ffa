"""A network as an ONNX graph, whose outputs are the activations of every layer."""

import json
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from lenet_app.interchange.packages import needed
from lenet_app.networks.activation import AMPLITUDE, LEAK, SLOPE, Activation
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.bitmaps import BITMAPS
from lenet_app.networks.forward import Array, dense_kernels
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    MaxPooling,
    RadialBasis,
    Subsampling,
)
from lenet_app.networks.model import Model

INPUT, PROBABILITIES = "network input", "probabilities"
_OPSET, _IR = 17, 8
"""Of 2022, which every runtime of today knows."""
_BATCH = "pictures"
_GELU = (float(np.sqrt(2 / np.pi)), 0.044715)


def onnx_bytes(model: Model) -> bytes:
    """A file of the model for ONNX.

    The input is the network input, float32 (pictures, channels, height, width); the outputs are every layer's
    activations after its function by the layer's name, and "probabilities" (pictures, classes). How a picture becomes a
    network input stands in the file's metadata, with the names of the classes.

    Raises:
        UserError: the package onnx is not installed.
    """
    onnx = needed("onnx")
    graph = _Graph(onnx)
    current = INPUT
    plans = model.architecture.plans
    for plan in plans:
        current = graph.layer(plan, model, current)
    scores = graph.node("Neg", [current]) if model.architecture.answers_with_distances else current
    graph.node("Softmax", [scores], PROBABILITIES, axis=1)
    value, kind = onnx.helper.make_tensor_value_info, onnx.TensorProto.FLOAT
    outputs = [value(plan.name, kind, [_BATCH, *plan.output_shape]) for plan in plans]
    made = onnx.helper.make_graph(
        graph.nodes,
        model.architecture.id,
        [value(INPUT, kind, [_BATCH, *model.architecture.input_shape])],
        [*outputs, value(PROBABILITIES, kind, [_BATCH, model.architecture.classes])],
        graph.constants,
    )
    opset = onnx.helper.make_opsetid("", _OPSET)
    whole = onnx.helper.make_model(made, producer_name="lenet-app", opset_imports=[opset], ir_version=_IR)
    facts = {
        "name": model.name,
        "classes": json.dumps(model.class_names),
        "background": repr(model.normalisation.background),
        "ink": repr(model.normalisation.ink),
    }
    onnx.helper.set_model_props(whole, facts)
    onnx.checker.check_model(whole, full_check=True)
    content: bytes = whole.SerializeToString()
    return content


class _Graph:
    """Nodes in the order of the data flow, and the arrays that they take."""

    def __init__(self, onnx: ModuleType) -> None:
        self._onnx = onnx
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, operation: str, inputs: Sequence[str], name: str = "", **options: object) -> str:
        """Add an operation; its output has this name, or one of its own."""
        output = name or f"{inputs[0]} {operation} {len(self.nodes)}"
        self.nodes.append(self._onnx.helper.make_node(operation, list(inputs), [output], **options))
        return output

    def constant(self, name: str, values: Array | float) -> str:
        """Add an array."""
        array = np.ascontiguousarray(values, np.float32) if np.ndim(values) else np.array(values, np.float32)
        self.constants.append(self._onnx.numpy_helper.from_array(array, name))
        return name

    def layer(self, plan: LayerPlan, model: Model, current: str) -> str:
        """Add a layer with its activation; its output has the layer's name."""
        is_bare = plan.layer.activation is Activation.NONE
        sums = self._sums(plan, model, current, plan.name if is_bare else f"{plan.name} sums")
        return sums if is_bare else self._activation(plan.layer.activation, sums, plan.name)

    def _sums(self, plan: LayerPlan, model: Model, current: str, name: str) -> str:  # noqa: PLR0911 - one for each
        layer, own = plan.layer, f"{plan.name}."
        weight, bias = (model.weights.get(own + part, np.empty(0, np.float32)) for part in ("weight", "bias"))
        side = [getattr(layer, "window", 0)] * 2
        match layer:
            case Convolution():
                kernels = dense_kernels(layer, weight, plan.input_shape[0])
                inputs = [
                    current,
                    self.constant(own + "weight", kernels),
                    self.constant(own + "bias", bias),
                ]
                return self.node("Conv", inputs, name, pads=[layer.padding] * 4, strides=[layer.stride] * 2)
            case MaxPooling():
                return self.node("MaxPool", [current], name, kernel_shape=side, strides=side)
            case AveragePooling():
                return self.node("AveragePool", [current], name, kernel_shape=side, strides=side)
            case Subsampling(window=window):
                mean = self.node("AveragePool", [current], kernel_shape=side, strides=side)
                coefficient = weight[:, None, None] * np.float32(window**2)
                product = self.node("Mul", [mean, self.constant(own + "weight", coefficient)])
                return self.node("Add", [product, self.constant(own + "bias", bias[:, None, None])], name)
            case FullyConnected():
                flat = self.node("Flatten", [current], axis=1) if len(plan.input_shape) > 1 else current
                inputs = [flat, self.constant(own + "weight", weight), self.constant(own + "bias", bias)]
                return self.node("Gemm", inputs, name, transB=1)
            case Dropout():
                return self.node("Identity", [current], name)
            case RadialBasis(units=units):
                rows = self.node("Unsqueeze", [current, self._axes(plan.name, 1)])
                apart = self.node("Sub", [rows, self.constant(own + "bitmaps", BITMAPS[:units])])
                squares = self.node("Mul", [apart, apart])
                return self.node("ReduceSum", [squares, self._axes(plan.name, 2)], name, keepdims=0)

    def _axes(self, layer: str, axis: int) -> str:
        name = f"{layer} axis {axis}"
        self.constants.append(self._onnx.numpy_helper.from_array(np.array([axis], np.int64), name))
        return name

    def _activation(self, activation: Activation, a: str, name: str) -> str:
        made: dict[Activation, Callable[[], str]] = {
            Activation.RELU: lambda: self.node("Relu", [a], name),
            Activation.TANH: lambda: self.node("Tanh", [a], name),
            Activation.SCALED_TANH: lambda: self._times(self.node("Tanh", [self._times(a, SLOPE)]), AMPLITUDE, name),
            Activation.SIGMOID: lambda: self.node("Sigmoid", [a], name),
            Activation.LEAKY_RELU: lambda: self.node("LeakyRelu", [a], name, alpha=LEAK),
            Activation.ELU: lambda: self.node("Elu", [a], name, alpha=1.0),
            Activation.GELU: lambda: self._gelu(a, name),
            Activation.SILU: lambda: self.node("Mul", [a, self.node("Sigmoid", [a])], name),
        }
        return made[activation]()

    def _times(self, a: str, factor: float, name: str = "") -> str:
        return self.node("Mul", [a, self.constant(f"{a} factor {factor:g}", factor)], name)

    def _gelu(self, a: str, name: str) -> str:
        """½ a (1 + tanh(√(2/π) (a + 0.044715 a³))), of Hendrycks and Gimpel (2016)."""
        scale, cube = _GELU
        cubes = self._times(self.node("Mul", [self.node("Mul", [a, a]), a]), cube)
        tanh = self.node("Tanh", [self._times(self.node("Add", [a, cubes]), scale)])
        one = self.node("Add", [tanh, self.constant(f"{a} one", 1.0)])
        return self._times(self.node("Mul", [a, one]), 0.5, name)
