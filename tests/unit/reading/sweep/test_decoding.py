"""Held against the definition: the sum over all paths, one by one."""

import itertools

import numpy as np
import pytest

from lenet_app.networks.forward import Array
from lenet_app.networks.row_network import BLANK
from lenet_app.reading.sweep.decoding import alignment, best_path, log_probabilities, readings

SOME = (1, 7, BLANK)
"""The classes that the random frames give nearly all of their probability."""


def frames_of(count: int, seed: int) -> Array:
    random = np.random.default_rng(seed)
    scores = np.full((count, BLANK + 1), -30.0)
    scores[:, SOME] = random.normal(0, 1.5, (count, len(SOME)))
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), np.float32)


def said(path: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(label for label, _ in itertools.groupby(path) if label != BLANK)


def sums_over_paths(frames: Array) -> dict[tuple[int, ...], float]:
    sums: dict[tuple[int, ...], float] = {}
    for path in itertools.product(SOME, repeat=len(frames)):
        log = sum(float(frame[label]) for frame, label in zip(frames, path, strict=True))
        sums[said(path)] = sums.get(said(path), 0.0) + np.exp(log)
    return sums


@pytest.mark.parametrize("seed", range(5))
def test_a_texts_probability_is_the_sum_over_its_paths(seed: int) -> None:
    frames = frames_of(6, seed)
    sums = sums_over_paths(frames)
    assert log_probabilities(frames, list(sums)) == pytest.approx(np.log(list(sums.values())), abs=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_search_finds_the_likeliest_texts(seed: int) -> None:
    frames = frames_of(6, seed)
    sums = sums_over_paths(frames)
    likeliest = sorted(sums, key=lambda digits: -sums[digits])[:3]
    found = readings(frames, most=100)
    assert [one.digits for one in found[:3]] == likeliest
    for one in found[:3]:
        # Beginnings that hardly any path has are left out.
        assert one.log == pytest.approx(np.log(sums[one.digits]), abs=2e-3)


def test_the_best_path_is_read_off_the_frames() -> None:
    labels = (BLANK, 1, 1, BLANK, 1, 7, 7, BLANK)
    frames = np.full((len(labels), BLANK + 1), -9.0, np.float32)
    frames[np.arange(len(labels)), labels] = -0.01
    assert best_path(frames) == (1, 1, 7)
    assert alignment(frames, (1, 1, 7)) == [(1, 3), (4, 5), (5, 7)]


@pytest.mark.parametrize("seed", range(5))
def test_the_alignment_is_the_likeliest_path_of_the_text(seed: int) -> None:
    frames = frames_of(7, seed)
    digits = (7, 7, 1)
    paths = [path for path in itertools.product(SOME, repeat=7) if said(path) == digits]
    best = max(paths, key=lambda path: sum(float(f[k]) for f, k in zip(frames, path, strict=True)))
    runs = [(label, len(list(run))) for label, run in itertools.groupby(best)]
    places, at = [], 0
    for label, length in runs:
        if label != BLANK:
            places.append((at, at + length))
        at += length
    assert alignment(frames, digits) == places


def test_too_few_frames_for_a_text() -> None:
    frames = frames_of(3, 0)
    assert log_probabilities(frames, [(1, 1, 1)]) == [-np.inf]
    with pytest.raises(ValueError, match="3 frames are too few"):
        alignment(frames, (1, 1, 1))


def test_nothing_is_a_text_too() -> None:
    frames = frames_of(4, 1)
    assert log_probabilities(frames, [()]) == pytest.approx([frames[:, BLANK].sum()], abs=1e-4)
    assert alignment(frames, ()) == []


def test_many_texts_at_once_are_as_likely_as_each_alone() -> None:
    random = np.random.default_rng(8)
    frames = np.log(random.dirichlet(np.full(11, 0.3), 12)).astype(np.float32)
    texts = [(), (3,), (3, 3), (1, 2, 3, 4), (5, 5, 5, 5, 5, 5), tuple(range(10)), (7,) * 20]
    together = log_probabilities(frames, texts)
    for text, log in zip(texts, together.tolist(), strict=True):
        assert log_probabilities(frames, [text]) == pytest.approx([log])
    assert together[0] == pytest.approx(float(frames[:, BLANK].sum()), rel=1e-5)
    assert together[-1] == -np.inf  # more digits than frames
