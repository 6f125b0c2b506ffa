"""Why this answer: how much each pixel of the network input has to do with a class's score, told in four ways.

The score is what classes are ranked by, before the softmax; of an RBF layer minus the distance.
"""

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum
from math import ceil

import numpy as np
import numpy.typing as npt

from lenet_app.errors import UserError
from lenet_app.inspection.batches import BATCH, scores_for
from lenet_app.inspection.fields import Doubles, centres
from lenet_app.inspection.loss_gradients import back_from
from lenet_app.inspection.passage import Passage
from lenet_app.language import tr
from lenet_app.networks.backward import Gradients, gradients
from lenet_app.networks.forward import Array, activations
from lenet_app.networks.kind import Shape
from lenet_app.networks.normalisation import frame


def on_picture(values: Array, picture: Shape) -> Array:
    """What of the values of a network input, (…, height, width), lies on the fitted picture, (channels, height, width).

    Raises:
        UserError: such a picture does not fit the network's input.
    """
    top, _, left, _ = frame(picture, (picture[0], *values.shape[-2:]))
    cut: Array = values[..., top : top + picture[1], left : left + picture[2]]
    return cut


def input_gradient(passage: Passage, label: int) -> Array:
    """How the score of a class changes with each number of the network input, shaped as it."""
    gradient: Array = score_gradients(passage, label).network_input[0]
    return gradient


def saliency(passage: Passage, label: int) -> Array:
    """The absolute value of that, shaped as the network input: Simonyan, Vedaldi, Zisserman (2014), section 3."""
    return np.abs(input_gradient(passage, label))


def score_gradients(passage: Passage, label: int) -> Gradients:
    """How the score of a class changes with every number of the network."""
    return back_from(passage, _of_score(passage, label, 1))


def _of_score(passage: Passage, label: int, count: int) -> Array:
    """The score of a class by the network's output, for so many pictures."""
    of_output = np.zeros((count, len(passage.output)), passage.output.dtype)
    of_output[:, label] = -1 if passage.architecture.answers_with_distances else 1
    return of_output


@dataclass(frozen=True, eq=False)
class GradCam:
    """Grad-CAM of Selvaraju et al. (2017): where a layer's maps speak for a class.

    Args:
        layer: whose maps they are.
        weights: (maps,), the mean over a map of how the score changes with it: α, eq. (1).
        values: (rows, columns), not below zero: what the maps, weighted so, sum to; eq. (2).
        on_input: (height, width) of the network input, linear between the middles of the maps' receptive fields.
    """

    layer: str
    weights: Array
    values: Array
    on_input: Array


def grad_cam_layer(passage: Passage) -> str:
    """The layer that Grad-CAM looks at: the last convolution whose maps have more than one position; often C3.

    Raises:
        UserError: there is none.
    """
    for plan in reversed(passage.architecture.plans):
        window = plan.layer.sliding
        if window is not None and not plan.layer.is_pool and plan.output_shape[1:] != (1, 1):
            return plan.name
    title = passage.architecture.title
    raise UserError(tr("{network} has no convolution that could be looked at.").format(network=title))


def grad_cam(passage: Passage, label: int, layer: str = "") -> GradCam:
    """Where maps speak for a class.

    Args:
        passage: the picture's way through the network.
        label: the number of the class.
        layer: one with maps; empty for `grad_cam_layer`.

    Raises:
        UserError: no layer is named, and the network has no convolution with maps.
    """
    return cam_of(passage, score_gradients(passage, label), layer or grad_cam_layer(passage))


def cam_of(passage: Passage, back: Gradients, layer: str) -> GradCam:
    """The same for a layer with maps, from the gradients of the class's score."""
    maps = passage.activations[layer]
    weights = back.values[layer][0].mean(axis=(1, 2))
    values = np.maximum(np.tensordot(weights, maps, axes=1), 0)
    return GradCam(layer, weights, values, _spread(passage, layer, values))


def _spread(passage: Passage, layer: str, values: Array) -> Array:
    """Values of a layer's positions over the network input; the outermost go on to its edges."""
    _, height, width = passage.architecture.input_shape
    rows, columns = centres(passage.architecture, layer)
    by_columns = np.array([np.interp(np.arange(width), columns, line) for line in values])
    whole = np.array([np.interp(np.arange(height), rows, line) for line in by_columns.T]).T
    return np.asarray(whole, values.dtype)


class Rule(Enum):
    """Where along the way the gradients are taken that an integral is made of."""

    MIDPOINT = "midpoint"
    TRAPEZOID = "trapezoid"

    def nodes(self, steps: int) -> tuple[Doubles, Doubles]:
        """Places from 0 to 1, and their weights, which sum to 1."""
        if self is Rule.MIDPOINT:
            return (np.arange(steps) + 0.5) / steps, np.full(steps, 1 / steps)
        weights = np.full(steps, 1 / (steps - 1))
        weights[[0, -1]] /= 2
        return np.linspace(0, 1, steps), weights


@dataclass(frozen=True, eq=False)
class IntegratedGradients:
    """How much each number of the network input adds to a class's score: Sundararajan, Taly, Yan (2017).

    Args:
        values: shaped as the network input.
        difference: how much higher the score is than that of the baseline, which the values sum to but for the error
            of the integral.
    """

    values: Array
    difference: float

    @property
    def error(self) -> float:
        """What the values sum to, less what they should."""
        return float(self.values.sum(dtype=np.float64)) - self.difference


def integrated_gradients(
    passage: Passage, label: int, *, baseline: float | Array, steps: int = 50, rule: Rule = Rule.MIDPOINT
) -> IntegratedGradients:
    """What each number of the network input adds, on the straight way from a baseline.

    Args:
        passage: the picture's way through the network.
        label: the number of the class.
        baseline: a network input, or the number of all its pixels, such as the background of an empty picture.
        steps: at how many places gradients are taken; 2 at least for the trapezoid rule.
        rule: where they are.
    """
    x = passage.network_input
    away = x - np.asarray(baseline, x.dtype)
    places, weights = rule.nodes(steps)
    mean = np.zeros(x.shape)
    for start in range(0, steps, BATCH):
        at = places[start : start + BATCH].reshape(-1, 1, 1, 1)
        inputs = np.asarray(x - (1 - at) * away, x.dtype)
        outputs = activations(passage.architecture, passage.weights, inputs)
        of_output = _of_score(passage, label, len(inputs))
        back = gradients(passage.architecture, passage.weights, inputs, outputs, of_output)
        mean += np.tensordot(weights[start : start + BATCH], back.network_input, axes=1)
    ends = scores_for(passage.architecture, passage.weights, np.stack([x, x - away]))[:, label]
    return IntegratedGradients(np.asarray(mean * away, x.dtype), float(ends[0]) - float(ends[1]))


@dataclass(frozen=True, eq=False)
class Occlusion:
    """How far a class's score falls where a part of the network input is covered: Zeiler and Fergus (2014).

    Args:
        done: how many places of the window were tried.
        total: of how many.
        values: (height, width): for each pixel the mean fall over the places whose window covers it; 0 where none does
            yet.
    """

    done: int
    total: int
    values: Doubles


def occlusion(passage: Passage, label: int, *, cover: float, window: int = 5, stride: int = 2) -> Generator[Occlusion]:
    """Cover one square after the other, in all channels; yields after each few, the last yield is the whole.

    Args:
        passage: the picture's way through the network.
        label: the number of the class.
        cover: what stands in the square, such as the background.
        window: the side of the square in pixels of the network input, which it fits into.
        stride: pixels from one place to the next; the last ones may reach over the edge.
    """
    x = passage.network_input
    sides = x.shape[1:]
    starts = [range(0, stride * ceil((side - window) / stride) + 1, stride) for side in sides]
    places = [(row, column) for row in starts[0] for column in starts[1]]
    score = float(scores_for(passage.architecture, passage.weights, x[None])[0, label])
    fall, covered = np.zeros((2, *sides))
    for first in range(0, len(places), BATCH):
        some = places[first : first + BATCH]
        inputs = np.repeat(x[None], len(some), axis=0)
        for one, (row, column) in zip(inputs, some, strict=True):
            one[:, row : row + window, column : column + window] = cover
        scores = scores_for(passage.architecture, passage.weights, inputs)[:, label]
        for (row, column), found in zip(some, scores, strict=True):
            square = (slice(row, row + window), slice(column, column + window))
            fall[square] += score - float(found)
            covered[square] += 1
        yield Occlusion(first + len(some), len(places), _means(fall, covered))


def _means(totals: Doubles, counts: npt.NDArray[np.float64]) -> Doubles:
    return np.divide(totals, counts, out=np.zeros_like(totals), where=counts > 0)
