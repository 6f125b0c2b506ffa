"""Squashing functions in NumPy, and their slopes for training by hand-written derivatives."""

from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

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
    """The squashing function that follows a layer's sum."""

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
    def is_signed(self) -> bool:
        """Whether its values may be below zero."""
        return self not in (Activation.RELU, Activation.SIGMOID)


def squash(activation: Activation, a: Floats) -> Floats:  # noqa: PLR0911 - one for each
    """f(a), of the shape and type of `a`.

    ELU is that of Clevert et al. (2016) with α = 1, GELU the tanh form of Hendrycks and Gimpel (2016), SiLU a·σ(a).
    """
    match activation:
        case Activation.NONE:
            return a
        case Activation.RELU:
            return np.maximum(a, 0)
        case Activation.TANH:
            return np.asarray(np.tanh(a))
        case Activation.SCALED_TANH:
            return np.asarray(AMPLITUDE * np.tanh(SLOPE * a))
        case Activation.SIGMOID:
            return _sigmoid(a)
        case Activation.LEAKY_RELU:
            return np.asarray(np.maximum(a, LEAK * a))
        case Activation.ELU:
            return np.asarray(np.maximum(a, np.expm1(np.minimum(a, 0))))
        case Activation.GELU:
            return np.asarray(0.5 * a * (1 + np.tanh(_GELU_SCALE * (a + _GELU_CUBE * a**3))))
        case Activation.SILU:
            return a * _sigmoid(a)


def slope(activation: Activation, a: Floats, y: Floats) -> Floats:  # noqa: PLR0911 - one for each
    """f'(a), of the shape and type of `a`; `y` is f(a), which saves most of the work."""
    match activation:
        case Activation.NONE:
            return np.ones_like(a)
        case Activation.RELU:
            return (a > 0).astype(a.dtype)
        case Activation.TANH:
            return 1 - y * y
        case Activation.SCALED_TANH:
            return (SLOPE * AMPLITUDE) - (SLOPE / AMPLITUDE) * y * y
        case Activation.SIGMOID:
            return y * (1 - y)
        case Activation.LEAKY_RELU:
            return np.where(a > 0, a.dtype.type(1), a.dtype.type(LEAK))
        case Activation.ELU:
            return np.where(a > 0, a.dtype.type(1), y + 1)
        case Activation.GELU:
            t = np.tanh(_GELU_SCALE * (a + _GELU_CUBE * a**3))
            inner = _GELU_SCALE * (1 + 3 * _GELU_CUBE * a * a)
            return np.asarray(0.5 * (1 + t) + 0.5 * a * (1 - t * t) * inner)
        case Activation.SILU:
            s = _sigmoid(a)
            return s + y * (1 - s)


def _sigmoid(a: Floats) -> Floats:
    """1 / (1 + exp(-a)) without an overflow where a is far below zero."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * a)))
