"""Activation functions: everything that is known of each stands in one place, `_FORMULAS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.language import tr

Floats = npt.NDArray[np.floating[Any]]

AMPLITUDE = 1.7159
"""A of the scaled tanh f(a) = A tanh(S a) of LeCun et al. (1998), appendix A; it makes f(±1) = ±1."""
SLOPE = 2 / 3
"""S of the scaled tanh."""
LEAK = 0.01
"""What a leaky ReLU lets through of a negative sum."""
_GELU_SCALE = float(np.sqrt(2 / np.pi))
_GELU_CUBE = 0.044715


class Activation(StrEnum):
    """The function that follows a layer's sum ("squashing function" in 1998); the values stand in files."""

    NONE = "none"
    RELU = "relu"
    TANH = "tanh"
    SCALED_TANH = "scaled tanh"
    SIGMOID = "sigmoid"
    LEAKY_RELU = "leaky relu"
    ELU = "elu"
    GELU = "gelu"
    SILU = "silu"

    @property
    def formula(self) -> "Formula":
        """What it computes, and what else is known of it."""
        return _FORMULAS[self]

    @property
    def label(self) -> str:
        """The name that people read; empty for none."""
        return self.formula.title()

    @property
    def is_signed(self) -> bool:
        """Whether its values may be below zero."""
        return self.formula.is_signed


@dataclass(frozen=True)
class Formula:
    """One activation function; no part has a default, so none can be forgotten.

    Args:
        title: gives the name that people read.
        value: writes f(a) into its second array, which may be `a` itself.
        slope: writes f'(a) into its third array; from `a` and y = f(a).
        slope_needs_sums: whether `slope` looks at `a`; else it may be given y in its place.
        is_signed: whether f(a) may be below zero.
        torch_name: what `networks.build` knows the same function by.
        torch_options: what it is called with besides.
    """

    title: Callable[[], str]
    value: Callable[[Floats, Floats], Any]
    slope: Callable[[Floats, Floats, Floats], Any]
    slope_needs_sums: bool
    is_signed: bool
    torch_name: str
    torch_options: Mapping[str, Any]


def activate(activation: Activation, a: Floats) -> Floats:
    """f(a), of the shape and type of `a`.

    ELU is that of Clevert et al. (2016) with α = 1, GELU the tanh form of Hendrycks and Gimpel (2016), SiLU a·σ(a).
    """
    if activation is Activation.NONE:
        return a
    y = np.empty_like(a)
    activation.formula.value(a, y)
    return y


def slope(activation: Activation, a: Floats, y: Floats) -> Floats:
    """f'(a), of the shape and type of `a`; `y` is f(a), which saves most of the work."""
    slopes = np.empty_like(a)
    activation.formula.slope(a, y, slopes)
    return slopes


def _scaled_tanh(a: Floats, out: Floats) -> None:
    np.multiply(a, SLOPE, out=out)
    np.tanh(out, out=out)
    np.multiply(out, AMPLITUDE, out=out)


def _scaled_tanh_slope(_a: Floats, y: Floats, out: Floats) -> None:
    np.multiply(y, y, out=out)
    np.multiply(out, -SLOPE / AMPLITUDE, out=out)
    np.add(out, SLOPE * AMPLITUDE, out=out)


def _sigmoid(a: Floats, out: Floats) -> None:
    """1 / (1 + exp(-a)) without an overflow where a is far below zero."""
    np.multiply(a, 0.5, out=out)
    np.tanh(out, out=out)
    np.add(out, 1, out=out)
    np.multiply(out, 0.5, out=out)


def _tanh_slope(_a: Floats, y: Floats, out: Floats) -> None:
    np.multiply(y, y, out=out)
    np.subtract(1, out, out=out)


def _sigmoid_slope(_a: Floats, y: Floats, out: Floats) -> None:
    np.multiply(y, 1 - y, out=out)


def _leaky_relu_slope(_a: Floats, y: Floats, out: Floats) -> None:
    out[...] = np.where(y > 0, y.dtype.type(1), y.dtype.type(LEAK))


def _elu_slope(_a: Floats, y: Floats, out: Floats) -> None:
    out[...] = np.where(y > 0, y.dtype.type(1), y + 1)


def _gelu(a: Floats, out: Floats) -> None:
    out[...] = 0.5 * a * (1 + np.tanh(_GELU_SCALE * (a + _GELU_CUBE * a**3)))


def _gelu_slope(a: Floats, _y: Floats, out: Floats) -> None:
    t = np.tanh(_GELU_SCALE * (a + _GELU_CUBE * a**3))
    inner = _GELU_SCALE * (1 + 3 * _GELU_CUBE * a * a)
    out[...] = 0.5 * (1 + t) + 0.5 * a * (1 - t * t) * inner


def _silu(a: Floats, out: Floats) -> None:
    gate = np.empty_like(a)
    _sigmoid(a, gate)
    np.multiply(a, gate, out=out)


def _silu_slope(a: Floats, y: Floats, out: Floats) -> None:
    gate = np.empty_like(a)
    _sigmoid(a, gate)
    out[...] = gate + y * (1 - gate)


_FORMULAS: dict[Activation, Formula] = {
    Activation.NONE: Formula(
        title=lambda: "",
        value=lambda a, out: np.copyto(out, a),
        slope=lambda _a, _y, out: out.fill(1),
        slope_needs_sums=False,
        is_signed=True,
        torch_name="identity",
        torch_options={},
    ),
    Activation.RELU: Formula(
        title=lambda: "ReLU",
        value=lambda a, out: np.maximum(a, 0, out=out),
        slope=lambda _a, y, out: np.sign(y, out=out),
        slope_needs_sums=False,
        is_signed=False,
        torch_name="relu",
        torch_options={},
    ),
    Activation.TANH: Formula(
        title=lambda: "tanh",
        value=lambda a, out: np.tanh(a, out=out),
        slope=_tanh_slope,
        slope_needs_sums=False,
        is_signed=True,
        torch_name="tanh",
        torch_options={},
    ),
    Activation.SCALED_TANH: Formula(
        title=lambda: tr("scaled tanh"),
        value=_scaled_tanh,
        slope=_scaled_tanh_slope,
        slope_needs_sums=False,
        is_signed=True,
        torch_name="scaled_tanh",
        torch_options={"amplitude": AMPLITUDE, "slope": SLOPE},
    ),
    Activation.SIGMOID: Formula(
        title=lambda: "sigmoid",
        value=_sigmoid,
        slope=_sigmoid_slope,
        slope_needs_sums=False,
        is_signed=False,
        torch_name="sigmoid",
        torch_options={},
    ),
    Activation.LEAKY_RELU: Formula(
        title=lambda: tr("leaky ReLU"),
        value=lambda a, out: np.maximum(a, LEAK * a, out=out),
        slope=_leaky_relu_slope,
        slope_needs_sums=False,
        is_signed=True,
        torch_name="leaky_relu",
        torch_options={"negative_slope": LEAK},
    ),
    Activation.ELU: Formula(
        title=lambda: "ELU",
        value=lambda a, out: np.maximum(a, np.expm1(np.minimum(a, 0)), out=out),
        slope=_elu_slope,
        slope_needs_sums=False,
        is_signed=True,
        torch_name="elu",
        torch_options={},
    ),
    Activation.GELU: Formula(
        title=lambda: "GELU",
        value=_gelu,
        slope=_gelu_slope,
        slope_needs_sums=True,
        is_signed=True,
        torch_name="gelu",
        torch_options={"approximate": "tanh"},
    ),
    Activation.SILU: Formula(
        title=lambda: "SiLU",
        value=_silu,
        slope=_silu_slope,
        slope_needs_sums=True,
        is_signed=True,
        torch_name="silu",
        torch_options={},
    ),
}
