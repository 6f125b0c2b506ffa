"""A random hand: the same shape comes out of it differently every time.

All drawings of a shape are made at once. The control points are mixed from the shape's forms, bent and slanted; the
curves through them are a product with the shape's matrices; pen and tablet then add what they do.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.penmanship.styles import Shape
from lenet_app.penmanship.traces import Bools, Traces

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Looseness:
    """How far a hand strays from the forms it has learnt; lengths in heights of the character.

    Args:
        jitter: standard deviation of each control point's own displacement, its median over the drawings.
        bend: of the amplitudes of the smooth displacements that the whole drawing shares.
        part: of the shift of a stroke against the others; its size and turn vary in proportion.
        end: of how much longer or shorter the first and last stretch of a stroke is, as a ratio.
        aspect: of the logarithm of the ratio of width to height.
        slant: of the slant, in degrees; about `lean` on the whole.
        lean: the mean slant, in degrees, to the right.
        turn: of the rotation, in degrees.
    """

    jitter: float = 0.016
    bend: float = 0.03
    part: float = 0.025
    end: float = 0.13
    aspect: float = 0.2
    slant: float = 13.1
    lean: float = 5.0
    turn: float = 5.5


_MOST_SLANT_DEGREES = 36.0
_MOST_TURN_DEGREES = 15.0
_SHARE_TREMBLING = 0.2
_SHARE_WITH_FEW_POINTS = 0.2
"""Of the drawings: as tablets and mice give them."""
_SHARE_WITH_HOOKS = 0.12
"""Of the drawings: small ones where the pen is set down or lifted."""


def written(shape: Shape, count: int, random: np.random.Generator, looseness: Looseness | None = None) -> Traces:
    """`count` drawings of a shape, each by another hand.

    Args:
        shape: what to write.
        count: how often, at least once.
        random: the source of everything that varies.
        looseness: how much does.

    Returns:
        The drawings, in heights of the character more or less.
    """
    loose = looseness or Looseness()
    points = _mixed(shape, count, random)
    points = _strayed(points, shape, random, loose)
    points = _slanted(_bent(points, random, loose), random, loose)
    curves = shape.curves
    samples = curves.sharp @ points
    # Corners are rounded a little by most hands, wholly by some.
    rounding = random.beta(0.7, 3.0, (count, 1, 1)).astype(np.float32)
    samples += rounding * (curves.smooth @ points - samples)
    samples += _tremor(samples.shape, random)
    owner = np.repeat(np.arange(count), len(curves.stroke))
    stroke = (np.arange(count)[:, None] * len(shape.strokes) + curves.stroke).ravel()
    traces = Traces(samples.reshape(-1, 2).astype(np.float32, copy=False), stroke, owner, count)
    return _thinned(traces, random)


def _normal(random: np.random.Generator, *shape: int) -> Floats:
    return random.standard_normal(shape, np.float32)


def _mixed(shape: Shape, count: int, random: np.random.Generator) -> Floats:
    """Control points (count, points, 2) between the shape's forms, at times a little beyond them."""
    forms = len(shape.points)
    share = random.dirichlet(np.full(forms, 0.8), count).astype(np.float32)
    share = 1.15 * share - 0.15 / forms
    return np.asarray(np.einsum("nf,fpd->npd", share, shape.points), np.float32)


def _strayed(points: Floats, shape: Shape, random: np.random.Generator, loose: Looseness) -> Floats:
    """The points with their own displacements, the strokes with their own places, sizes and ends."""
    count = len(points)
    size = loose.jitter * np.exp(0.5 * _normal(random, count, 1, 1))
    points = points + size * _normal(random, *points.shape)
    for place in shape.strokes:
        part = points[:, place]
        if len(shape.strokes) > 1:
            part = _displaced(part, random, loose)
        if part.shape[1] > 1:
            part = _with_ends(part, random, loose)
        points[:, place] = part
    return points


def _displaced(part: Floats, random: np.random.Generator, loose: Looseness) -> Floats:
    """A stroke turned, scaled and shifted as a whole."""
    count = len(part)
    middle = part.mean(axis=1, keepdims=True)
    scale = np.exp(4 * loose.part * _normal(random, count, 1, 1))
    angle = 2 * loose.part * _normal(random, count, 1)
    offset = (part - middle) * scale
    x, y = offset[..., 0], offset[..., 1]
    turned = np.stack([x - angle * y, y + angle * x], axis=2)
    return np.asarray(middle + turned + loose.part * _normal(random, count, 1, 2), np.float32)


def _with_ends(part: Floats, random: np.random.Generator, loose: Looseness) -> Floats:
    """A stroke that sets out earlier or later and stops earlier or later, at times with a small hook."""
    count = len(part)
    part = part.copy()
    for end, inner in ((0, 1), (-1, -2)):
        stretch = loose.end * _normal(random, count, 1)
        hook = 0.09 * _normal(random, count, 2) * (random.random((count, 1)) < _SHARE_WITH_HOOKS)
        part[:, end] += stretch * (part[:, end] - part[:, inner]) + hook.astype(np.float32)
    return part


def _bent(points: Floats, random: np.random.Generator, loose: Looseness) -> Floats:
    """The plane bent smoothly: by the second and third degree of each coordinate and by a slow wave."""
    count = len(points)
    middle = points.mean(axis=1, keepdims=True)
    x, y = np.moveaxis(2 * (points - middle), 2, 0)
    shapes = np.stack([x * x, x * y, y * y, y * y * y - y, np.sin(3 * y + 2 * x), np.cos(3 * x - 2 * y)], axis=2)
    amplitude = loose.bend * np.exp(0.3 * _normal(random, count, 1, 1)) * _normal(random, count, shapes.shape[2], 2)
    return np.asarray(points + shapes @ amplitude, np.float32)


def _slanted(points: Floats, random: np.random.Generator, loose: Looseness) -> Floats:
    """The drawings squeezed or widened, slanted and turned."""
    count = len(points)
    width = np.exp(np.clip(loose.aspect * _normal(random, count), -0.6, 0.6))
    slant = np.clip(loose.lean + loose.slant * _normal(random, count), -_MOST_SLANT_DEGREES, _MOST_SLANT_DEGREES)
    turn = np.deg2rad(np.clip(loose.turn * _normal(random, count), -_MOST_TURN_DEGREES, _MOST_TURN_DEGREES))
    cos, sin, shear = np.cos(turn), np.sin(turn), -np.tan(np.deg2rad(slant))
    rows = np.array([[cos * width, cos * shear - sin], [sin * width, sin * shear + cos]])
    return np.asarray(points @ rows.transpose(2, 1, 0), np.float32)


def _tremor(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Displacements (count, samples, 2) of a trembling hand: noise that changes within a few samples."""
    count, samples, _ = shape
    amplitude = 0.008 * np.exp(0.5 * _normal(random, count, 1, 1)) * (random.random((count, 1, 1)) < _SHARE_TREMBLING)
    noise = _normal(random, count, samples + 2, 2)
    return np.asarray(amplitude * (noise[:, :-2] + noise[:, 1:-1] + noise[:, 2:]), np.float32)


def _thinned(traces: Traces, random: np.random.Generator) -> Traces:
    """The drawings, a share of them with few points on a coarse grid, joined by straight lines."""
    coarse = random.random(traces.count) < _SHARE_WITH_FEW_POINTS
    stride = np.where(coarse, random.integers(2, 5, traces.count), 1)[traces.owner]
    first = np.searchsorted(traces.stroke, traces.stroke)
    within = np.arange(len(traces.stroke)) - first
    ends: Bools = np.diff(traces.stroke, append=-1) != 0
    kept = (within % stride == 0) | ends
    grid = np.where(coarse & (random.random(traces.count) < 0.5), random.uniform(32, 100, traces.count), 0)[
        traces.owner
    ]
    snapped = np.round(traces.points * grid[:, None]) / np.maximum(grid, 1)[:, None]
    points = np.where(grid[:, None] > 0, snapped, traces.points).astype(np.float32)
    return Traces(points[kept], traces.stroke[kept], traces.owner[kept], traces.count)
