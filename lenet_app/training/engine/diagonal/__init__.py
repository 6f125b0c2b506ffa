"""Stochastic diagonal Levenberg-Marquardt by hand-written derivatives: NumPy only, one picture at a time."""

from lenet_app.training.engine.diagonal.network import DiagonalNetwork

__all__ = ["DiagonalNetwork"]
