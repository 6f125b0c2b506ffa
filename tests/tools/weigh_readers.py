"""How much sweep and pieces have to say: `python -m tests.tools.weigh_readers MODEL [--rows N]`.

Rows composed of the digits of a tenth of MNIST's writers and of a penman with a seed of its own, which no training of
the row network sees, are read by both, and every pair of weights is tried. No real row has a say.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import writers_last
from lenet_app.data.pictures import hold_out_last
from lenet_app.ink.paper.page_extraction import page_ink_of_marks
from lenet_app.paths import Home
from lenet_app.penmanship.rows.apart import rows_apart
from lenet_app.penmanship.rows.composer import Rows
from lenet_app.reading.sweep.swept import Sweep
from lenet_app.reading.sweep.together import WEIGHTS, Sureness, Verdict, Weights
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.sweep import read_ink

Floats = npt.NDArray[np.float64]

_HELD_OUT = 5000  # of MNIST's training pictures, as the recipe of `lenet5-row` has it
_ENLARGED = 3
_STIFF = 0.1  # keeps a weight finite where a part tells all
_PIECES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1.0)
_MOST = (2.0, 4.0, 8.0, 12.0, 20.0, inf)


def main(arguments: list[str] | None = None) -> int:
    """Read the rows, print the share read wholly right for every pair of weights."""
    parser = argparse.ArgumentParser(description="Settle how much sweep and pieces have to say.")
    parser.add_argument("model", type=Path, metavar="FILE", help="the model that sweeps")
    parser.add_argument("--rows", type=int, default=500, metavar="N")
    options = parser.parse_args(arguments)
    sweep, recognizer = Sweep(read_model(options.model)), Recognizer(ModelLibrary(Home.of_user().models).open(None))
    mnist = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    _, apart = hold_out_last(writers_last(mnist), _HELD_OUT)
    rows = rows_apart(apart.take(np.arange(_HELD_OUT)), options.rows)
    read = [(text, found) for text, found in _read(rows, sweep, recognizer) if found]
    print(f"{len(read)} of {len(rows)} rows; pieces from above, the most they say against a text from the left")
    print("      " + "".join(f"{most:>8}" for most in _MOST))
    for pieces in _PIECES:
        shares = [_right(read, Weights(1.0, pieces, most)) for most in _MOST]
        print(f"{pieces:>6}" + "".join(f"{share:>8.1%}" for share in shares), flush=True)
    best = [(verdicts_of(found, WEIGHTS)[0], text) for text, found in read]
    parts = np.array([verdict.parts for verdict, _ in best])
    right = np.array([verdict.digits == text for verdict, text in best])
    fitted = Sureness(*(round(float(value), 2) for value in logistic(parts, right)))
    print(fitted)
    for least in (0.9, 0.95, 0.98):
        sure = np.array([verdict.confidence(fitted) >= least for verdict, _ in best])
        share = f"{right[sure].mean():.1%}" if sure.any() else "none"
        print(f"confident of {least:.0%}: {sure.mean():.1%} of the rows, {share} of these are right")
    return 0


def _read(rows: Rows, sweep: Sweep, recognizer: Recognizer) -> Iterator[tuple[tuple[int, ...], list[Verdict]]]:
    """What each row says, and all that both readers propose; nothing where it is found as several rows."""
    for picture, text in zip(rows.pictures, rows.texts, strict=True):
        size = picture.shape[1] * _ENLARGED, picture.shape[0] * _ENLARGED
        marks = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC), np.float32) / np.float32(
            255
        )
        ink = page_ink_of_marks(marks)
        found = [] if ink is None else read_ink(ink, sweep, recognizer, Weights(most_penalty=inf))
        yield tuple(text.tolist()), found[0].verdicts if len(found) == 1 else []


def logistic(parts: Floats, right: npt.NDArray[np.bool_]) -> Floats:
    """The weights with which a logistic function of `parts` (n, k) makes `right` (n,) most likely: Newton's method."""
    weights = np.zeros(parts.shape[1])
    for _ in range(30):
        share = 1 / (1 + np.exp(-parts @ weights))
        curve = (parts * (share * (1 - share))[:, None]).T @ parts + _STIFF * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, parts.T @ (right - share) - _STIFF * weights)
    return weights


def _right(read: list[tuple[tuple[int, ...], list[Verdict]]], weights: Weights) -> float:
    """The share of rows whose best text is what they say."""

    return sum(verdicts_of(found, weights)[0].digits == text for text, found in read) / len(read)


def verdicts_of(found: list[Verdict], weights: Weights) -> list[Verdict]:
    """The same proposals under other weights, the best first."""
    beyond = [min(verdict.by_pieces, weights.most_penalty) for verdict in found]
    sums = np.array(
        [weights.sweep * one.by_sweep - weights.pieces * much for one, much in zip(found, beyond, strict=True)]
    )
    powers = np.exp(sums - sums.max())
    order = np.argsort(-sums, kind="stable")
    return [replace(found[k], share=float(powers[k] / powers.sum()), by_pieces=beyond[k]) for k in order]


if __name__ == "__main__":
    sys.exit(main())
