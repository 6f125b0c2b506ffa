"""Why an answer is given, pixel by pixel of the fitted picture: what is told at once, and what takes a moment."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lenet_app.inspection.attribution import (
    GradCam,
    IntegratedGradients,
    Occlusion,
    cam_of,
    integrated_gradients,
    occlusion,
    on_picture,
    score_gradients,
)
from lenet_app.inspection.passage import Passage
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array
from lenet_app.networks.kind import Shape

_WINDOW = 5


@dataclass(frozen=True, eq=False)
class Quick:
    """What one way back through the network tells.

    Args:
        label: the number of the class that is asked about.
        gradient: how the class's score changes with each number of the network input, shaped as it.
        cams: Grad-CAM by each convolution that has maps, in the order of the data flow.
    """

    label: int
    gradient: Array
    cams: Mapping[str, GradCam]


@dataclass(frozen=True, eq=False)
class Slow:
    """What many ways through the network tell, for the same class."""

    label: int
    integrated: IntegratedGradients
    occlusion: Occlusion


def convolutions(architecture: Architecture) -> tuple[str, ...]:
    """The layers that Grad-CAM can look at, in the order of the data flow: maps of more than one position each."""
    return tuple(
        plan.name
        for plan in architecture.plans
        if plan.layer.sliding is not None and not plan.layer.is_pool and plan.output_shape[1:] != (1, 1)
    )


def quickly(passage: Passage, label: int) -> Quick:
    """Saliency and Grad-CAM of a class by one way back; see `attribution.saliency` and `attribution.grad_cam`."""
    back = score_gradients(passage, label)
    cams = {name: cam_of(passage, back, name) for name in convolutions(passage.architecture)}
    return Quick(label, back.network_input[0], cams)


def slowly(passage: Passage, label: int, background: float) -> Slow:
    """Integrated gradients and occlusion of a class; see there.

    Args:
        passage: the picture's way through the network.
        label: the number of the class.
        background: the number of a pixel without ink: the baseline, and what covers.
    """
    window = min(_WINDOW, *passage.network_input.shape[1:])
    *_, covered = occlusion(passage, label, cover=background, window=window)
    return Slow(label, integrated_gradients(passage, label, baseline=background), covered)


def saliency_map(quick: Quick, picture: Shape) -> Array:
    """The size of the gradient at each pixel, (height, width); of several channels the largest, as in its paper."""
    return np.asarray(np.abs(on_picture(quick.gradient, picture)).max(axis=0))


def cam_map(cam: GradCam, picture: Shape) -> Array:
    """Where a layer's maps speak for the class, (height, width) of the picture."""
    return on_picture(cam.on_input, picture)


def integrated_map(slow: Slow, picture: Shape) -> Array:
    """What each pixel adds to the score, (height, width), all channels together."""
    return np.asarray(on_picture(slow.integrated.values, picture).sum(axis=0))


def occlusion_map(slow: Slow, picture: Shape) -> Array:
    """How far the score falls where a pixel is covered, (height, width)."""
    return on_picture(np.asarray(slow.occlusion.values, np.float32), picture)
