"""A model as a Python file of its own, which answers with NumPy alone."""

import base64
import io
import json

import numpy as np

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

_FORMULAS = {
    Activation.RELU: "np.maximum(x, 0)",
    Activation.TANH: "np.tanh(x)",
    Activation.SCALED_TANH: f"{AMPLITUDE} * np.tanh({SLOPE} * x)",
    Activation.SIGMOID: "(1 + np.tanh(x / 2)) / 2",
    Activation.LEAKY_RELU: f"np.where(x > 0, x, {LEAK} * x)",
    Activation.ELU: "np.where(x > 0, x, np.expm1(np.minimum(x, 0)))",
    Activation.GELU: "x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))",
    Activation.SILU: "x * (1 + np.tanh(x / 2)) / 2",
}
_HEAD = '''"""{name}: answers pictures with NumPy alone. `python {file} PICTURES.npy` prints an answer for each picture.

Pictures are uint8 (n, {channels}, {height}, {width}), or with fewer rows and columns, which are framed; {ground}.
"""
import base64, io, sys
import numpy as np

CLASSES = {classes}
W = np.load(io.BytesIO(base64.b85decode("{weights}")))

def answer(pictures):
    """The probability of each class, (n, {count})."""
    rows, columns = {height} - pictures.shape[2], {width} - pictures.shape[3]
    x = np.float32({background}) + np.float32({contrast}) * pictures.astype(np.float32)
    frame = ((0, 0), (0, 0), (rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2))
    x = np.pad(x, frame, constant_values={background})
'''
_TAIL = """    x = np.exp(x - x.max(1, keepdims=True))
    return x / x.sum(1, keepdims=True)

if __name__ == "__main__":
    for row in answer(np.load(sys.argv[1])):
        print(CLASSES[row.argmax()], f"{row.max():.4f}")
"""


def python_bytes(model: Model, file: str) -> bytes:
    """The source of a file with this name; its `answer` gives the probabilities, before any calibration.

    Args:
        model: what answers.
        file: is named in the source's own help.
    """
    normalisation, shape = model.normalisation, model.architecture.input_shape
    values: dict[str, Array] = {}
    lines = [line for plan in model.architecture.plans for line in _lines(plan, model, values)]
    if model.architecture.answers_with_distances:
        lines.append("x = -x")
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **values)
    channels, height, width = shape
    head = _HEAD.format(
        name=_plain(model.name),
        file=_plain(file),
        channels=channels,
        height=height,
        width=width,
        ground="light ink on dark ground" if channels == 1 else "colours from 0 to 255",
        classes=json.dumps(model.class_names),
        weights=base64.b85encode(content.getvalue()).decode(),
        count=model.architecture.classes,
        background=float(normalisation.background),
        contrast=float(normalisation.contrast(255)),
    )
    return (head + "".join(f"    {line}\n" for line in lines) + _TAIL).encode()


def _plain(text: str) -> str:
    """A text that ends no string of Python."""
    return "".join(sign for sign in text if sign.isprintable() and sign not in '"\\{}')


def _lines(plan: LayerPlan, model: Model, values: dict[str, Array]) -> list[str]:
    """What computes a layer; the arrays that it takes are added to `values`."""
    layer, name = plan.layer, plan.name
    key = f"a{len(values)}"
    weight, bias = (model.weights.get(f"{name}.{part}", np.empty(0, np.float32)) for part in ("weight", "bias"))
    blocks = "v = x[:, :, : x.shape[2] // {0} * {0}, : x.shape[3] // {0} * {0}]".format(getattr(layer, "window", 1))
    split = "v = v.reshape(*v.shape[:2], v.shape[2] // {0}, {0}, -1, {0})".format(getattr(layer, "window", 1))
    match layer:
        case Convolution(padding=padding, stride=stride, kernel=kernel):
            values[key], values[key + "b"] = dense_kernels(layer, weight, plan.input_shape[0]), bias[:, None, None]
            pad = f"v = np.pad(x, ((0, 0), (0, 0), ({padding}, {padding}), ({padding}, {padding})))"
            seen = f"v = np.lib.stride_tricks.sliding_window_view(v, ({kernel}, {kernel}), (2, 3))"
            sums = [
                pad,
                f"{seen}[:, :, ::{stride}, ::{stride}]",
                f'x = np.einsum("nchwij,mcij->nmhw", v, W["{key}"], optimize=True) + W["{key}b"]',
            ]
        case MaxPooling():
            sums = [blocks, split, "x = v.max((3, 5))"]
        case AveragePooling():
            sums = [blocks, split, "x = v.mean((3, 5))"]
        case Subsampling():
            values[key], values[key + "b"] = weight[:, None, None], bias[:, None, None]
            sums = [blocks, split, f'x = v.sum((3, 5)) * W["{key}"] + W["{key}b"]']
        case FullyConnected():
            values[key], values[key + "b"] = weight.T, bias
            sums = [f'x = x.reshape(len(x), -1) @ W["{key}"] + W["{key}b"]']
        case RadialBasis(units=units):
            values[key] = BITMAPS[:units]
            sums = [f'x = np.square(x[:, None] - W["{key}"]).sum(2)']
        case Dropout():
            sums = []
    activation = [] if layer.activation is Activation.NONE else [f"x = {_FORMULAS[layer.activation]}"]
    return [f"# {name}", *sums, *activation]
