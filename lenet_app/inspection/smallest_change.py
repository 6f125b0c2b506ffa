"""The smallest change of the ink that turns an answer into another one: FAB of Croce and Hein (2020), in the 2-norm.

The scores are taken for linear near the present picture. Both it and the first one are projected upon where the two
classes' scores are equal then, with ink from none to full; the next picture lies between the two, nearer to the former.
Once it is answered otherwise, it is drawn back towards the first one, and the search goes on.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.attribution import on_picture
from lenet_app.inspection.fields import Doubles
from lenet_app.inspection.loss_gradients import back_from
from lenet_app.inspection.passage import Passage
from lenet_app.networks.forward import Array
from lenet_app.recognition.recognizer import Recognition, Recognizer

Ink = npt.NDArray[Any]

_STEPS = 40
_BACK = 0.9
"""How much of the way from the first picture is left after the answer has changed: β."""
_HALF_STEP = 0.5 / 255
_HALVINGS = 10
"""Of the way from the first picture to one that is answered otherwise, to come as near as can be."""


@dataclass(frozen=True)
class _Stride:
    """How a step goes.

    Args:
        beyond: how many times as far as to equal scores: η.
        to_first: the share of the first picture's projection in the next picture, at most: α.
        from_all: whether it leads away from all other classes or from the best one alone.
    """

    beyond: float
    to_first: float
    from_all: bool = False


_FINE = _Stride(1.05, 0.1)
_BOLD = _Stride(1.5, 0.0, from_all=True)
"""Until the answer has changed, where fine steps never changed it, as they may go to and fro between two classes."""


@dataclass(frozen=True, eq=False)
class Change:
    """A picture that is answered otherwise.

    Args:
        picture: float32 (channels, height, width), ink in [0, 1].
        difference: what was added to the picture, of the same shape.
        before: the answer to the first picture, in one reading.
        after: the answer to the changed one, as the network gives it in one reading.
        steps: how many times the scores were taken for linear.
    """

    picture: Array
    difference: Array
    before: Recognition
    after: Recognition
    steps: int

    @property
    def pixels(self) -> int:
        """How many pixels differ by half a grey step at least."""
        return int((np.abs(self.difference).max(axis=0) >= _HALF_STEP).sum())

    @property
    def ink(self) -> tuple[float, float]:
        """How much ink was added and how much taken away, in pixels of full ink; the mean of several channels."""
        by_pixel = self.difference.mean(axis=0, dtype=np.float64)
        return float(by_pixel[by_pixel > 0].sum()), -float(by_pixel[by_pixel < 0].sum())

    @property
    def norm(self) -> float:
        """The length of the difference, √Σ d², of ink in [0, 1]."""
        return float(np.linalg.norm(self.difference))


@dataclass(frozen=True, eq=False)
class ChangeReport:
    """How far a search is, in steps; `change` is there with the last report, None where no way was found."""

    steps: int
    most: int
    change: Change | None = None


def smallest_change(
    recognizer: Recognizer, picture: Ink, target: int | None = None, example: Ink | None = None
) -> Change | None:
    """The nearest picture that was found to be answered with another class; see `search_change`.

    Returns:
        The change, whose `after` has the class as its best; None where no way was found, as where no pixel has any
        effect, or where the picture is answered with the class already.
    """
    *_, last = search_change(recognizer, picture, target, example)
    return last.change


def search_change(
    recognizer: Recognizer, picture: Ink, target: int | None = None, example: Ink | None = None
) -> Generator[ChangeReport]:
    """Search for the nearest picture that is answered with another class; yields after each step.

    Args:
        recognizer: who answers, in one reading.
        picture: (channels, height, width), ink as uint8 or as floats in [0, 1].
        target: the other class; None for the runner-up.
        example: a picture of the same shape that is answered with the other class. It is searched from there, too, so
            there is always a change, and none larger than to this picture.
    """
    search = None if len(recognizer.model.class_names) == 1 else _Search(recognizer, picture, target)
    if search is None or search.target == search.before.best:
        yield ChangeReport(0, 0)
        return
    ways = [(search.first, _FINE)]
    if example is not None and search.is_there(_ink(example)):
        ways.append((search.drawn_back(_ink(example)), _FINE))
    best: tuple[int, Array] | None = None
    done = 0
    while ways:
        start, stride = ways.pop(0)
        most = done + _STEPS * (1 + len(ways))
        found = yield from search.nearest(start, stride, done, most)
        done += _STEPS
        if found is None and start is search.first and stride is _FINE:
            ways.append((start, _BOLD))
        if found is not None and (best is None or search.length(found[1]) < search.length(best[1])):
            best = found
    yield ChangeReport(done, done, None if best is None else search.change(*best))


def _ink(picture: Ink) -> Array:
    """In [0, 1]."""
    return np.asarray(picture, np.float32) / np.float32(255 if picture.dtype == np.uint8 else 1)


class _Search:
    """From one picture for the nearest of another class."""

    def __init__(self, recognizer: Recognizer, picture: Ink, target: int | None) -> None:
        self._recognizer = recognizer.once  # what leads there is the network's own slope
        self.first = _ink(picture)
        self.before = recognizer.look_into(self.first).recognition
        self.target = self.before.ranking[1] if target is None else target

    def nearest(
        self, start: Array, stride: _Stride, done: int, most: int
    ) -> Generator[ChangeReport, None, tuple[int, Array] | None]:
        """The nearest picture that was found from a start, and after how many steps; once one is, steps are fine.

        `done` steps of `most` were taken before.
        """
        best, steps = (start if self.is_there(start) else None), 0
        current = start if best is None else self._between(start, _BACK)
        for step in range(1, _STEPS + 1):
            following = self._next(current, stride if best is None else _FINE)
            if following is None:
                break
            current = following
            if self.is_there(current):
                near = self.drawn_back(current)
                if best is None or self.length(near) < self.length(best):
                    best, steps = near, step
                current = self._between(near, _BACK)
            yield ChangeReport(done + step, most)
        return None if best is None else (steps, best)

    def change(self, steps: int, changed: Array) -> Change:
        """What a found picture differs in, and how it is answered."""
        after = self._recognizer.look_into(changed).recognition
        return Change(changed, changed - self.first, self.before, after, steps)

    def _next(self, current: Array, stride: _Stride) -> Array | None:
        """Where a step leads from a picture; None where no pixel has an effect."""
        lead, slope = self._lead(current, from_all=stride.from_all)
        of_first = lead + float((slope * (self.first - current)).sum())
        aside, back = _projection(current, lead, slope), _projection(self.first, of_first, slope)
        if aside is None or back is None:
            return None
        lengths = np.linalg.norm(aside), np.linalg.norm(back)
        share = min(float(lengths[0] / max(lengths[0] + lengths[1], np.finfo(np.float64).tiny)), stride.to_first)
        mixed = (1 - share) * (current + stride.beyond * aside) + share * (self.first + stride.beyond * back)
        return np.asarray(np.clip(mixed, 0, 1), np.float32)

    def length(self, picture: Array) -> float:
        """Of the way from the first picture to another."""
        return float(np.linalg.norm(picture - self.first))

    def _lead(self, picture: Array, *, from_all: bool) -> tuple[float, Doubles]:
        """How far the best other class's score is ahead of the target's, and how that changes with each pixel's ink.

        With all other classes it is the logarithm of the sum of their scores' exponentials that is ahead: where all are
        equal, as for what is no digit, the target is far behind.
        """
        model, insight = self._recognizer.model, self._recognizer.look_into(picture)
        passage = Passage.of(model, insight)
        sign = -1 if model.architecture.answers_with_distances else 1
        of_output = np.zeros((1, len(passage.output)), np.float32)
        scores = sign * passage.output.astype(np.float64)
        others = np.delete(scores, self.target)
        if from_all:
            shares = np.exp(others - others.max())
            most = float(others.max() + np.log(shares.sum()))
            of_output[0] = sign * np.insert(shares / shares.sum(), self.target, 0)
        else:
            most = float(others.max())
            of_output[0, next(one for one in insight.recognition.ranking if one != self.target)] = sign
        of_output[0, self.target] = -sign
        lead = most - float(scores[self.target])
        back = back_from(passage, of_output).network_input[0]
        of_ink = on_picture(back, picture.shape).astype(np.float64) * float(model.normalisation.contrast(1))
        return lead, of_ink

    def is_there(self, picture: Array) -> bool:
        """Whether a picture is answered with the other class."""
        return self._recognizer.look_into(picture).recognition.best == self.target

    def drawn_back(self, picture: Array) -> Array:
        """The picture nearest to the first one, on the straight way to this one, that still has the other answer."""
        near, far = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            if self.is_there(self._between(picture, middle)):
                far = middle
            else:
                near = middle
        return self._between(picture, far)

    def _between(self, picture: Array, share: float) -> Array:
        return np.asarray(self.first + np.float32(share) * (picture - self.first), np.float32)


def _projection(picture: Array, lead: float, slope: Doubles) -> Doubles | None:
    """The shortest way from a picture to where a linear lead is gone, or as far as ink can go; None without a slope.

    It is clip(picture - λ slope, 0, 1) - picture for some λ. What that takes off the lead is Σ min(λ s², r |s|), s the
    slope and r the room of each pixel: linear between the places λ = r / |s| where a pixel has no room left.
    """
    start, away = picture.astype(np.float64), slope if lead > 0 else -slope
    room = np.where(away > 0, start, 1 - start)
    has_effect = (away != 0) & (room > 0)
    if not has_effect.any():
        return None
    s, r = np.abs(away[has_effect]), room[has_effect]
    order = np.argsort(r / s)
    s, r = s[order], r[order]
    full = np.concatenate([[0.0], np.cumsum(r * s)])  # taken off by the pixels without room, before each place
    moving = np.concatenate([np.square(s)[::-1].cumsum()[::-1], [0.0]])  # s² of those that have room
    at_places = full[1:] + (r / s) * moving[1:]
    place = int(np.searchsorted(at_places, abs(lead)))
    strength = r[-1] / s[-1] if place == len(s) else (abs(lead) - full[place]) / moving[place]
    return np.asarray(np.clip(start - strength * away, 0, 1) - start)
