import numpy as np
import pytest

from lenet_app.ink.line import Line
from lenet_app.networks.forward import Array
from lenet_app.networks.row_network import BLANK
from lenet_app.reading.candidates import candidates
from lenet_app.reading.cuts import Piece, RowPieces
from lenet_app.reading.sweep.decoding import log_probabilities
from lenet_app.reading.sweep.swept import SweptRow
from lenet_app.reading.sweep.together import Sureness, Verdict, Weights, verdicts
from lenet_app.recognition.recognizer import Recognition
from tests.unit.samples import DIGITS


def two_pieces() -> RowPieces:
    numbers = np.zeros((40, 58), np.int64)
    numbers[:, :20], numbers[:, 38:] = 1, 2
    pieces = (Piece((0, 0, 20, 40), 800, 1), Piece((38, 0, 58, 40), 800, 2))
    return RowPieces(pieces, numbers, (0, 0, 58, 40), 40, 10)


def answer(shares: dict[int, float]) -> Recognition:
    probabilities = np.full(10, (1 - sum(shares.values())) / (10 - len(shares)), np.float32)
    for digit, share in shares.items():
        probabilities[digit] = share
    return Recognition(probabilities, DIGITS)


def swept(first: dict[int, float], second: dict[int, float]) -> SweptRow:
    """Frames of two digits, each with these shares, blanks around them."""
    shares = np.full((7, BLANK + 1), 1e-6)
    shares[:, BLANK] = 1
    for frame, own in ((1, first), (5, second)):
        shares[frame, BLANK] = 1e-3
        for digit, share in own.items():
            shares[frame, digit] = share
    frames: Array = np.log(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
    return SweptRow(Line(np.zeros((32, 29), np.uint8), 0.5), frames)


ROW = two_pieces()
FOUND = candidates(ROW)


def answers(first: dict[int, float], second: dict[int, float]) -> list[Recognition]:
    return [answer(first if one.first == 0 else second) for one in FOUND]


@pytest.mark.parametrize("pieces_are_sure", [True, False])
def test_the_surer_reader_has_its_way(pieces_are_sure: bool) -> None:
    clear, unclear = {4: 0.99}, {4: 0.5, 9: 0.45}
    clear_nine, unclear_nine = {9: 0.99}, {9: 0.5, 4: 0.45}
    by_pieces = answers({1: 0.99}, clear if pieces_are_sure else unclear)
    by_sweep = swept({1: 0.99}, unclear_nine if pieces_are_sure else clear_nine)
    best = verdicts(by_sweep, ROW, FOUND, by_pieces, weights=Weights(1, 1, 12))[0]
    assert best.digits == ((1, 4) if pieces_are_sure else (1, 9))


def test_shares_follow_from_both_scores() -> None:
    found = verdicts(swept({1: 0.9}, {4: 0.6, 9: 0.3}), ROW, FOUND, answers({1: 0.9}, {4: 0.4, 9: 0.5}))
    assert sum(one.share for one in found) == pytest.approx(1)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
    frames = swept({1: 0.9}, {4: 0.6, 9: 0.3}).frames
    for one in found:
        assert [one.by_sweep] == pytest.approx(log_probabilities(frames, [one.digits]))
        assert one.by_pieces >= 0
    assert {one.digits for one in found} >= {(1, 4), (1, 9)}


def test_a_text_that_the_pieces_cannot_say_is_not_impossible() -> None:
    found = verdicts(swept({1: 0.99}, {1: 0.99}), ROW, FOUND, answers({1: 0.99}, {1: 0.99}))
    assert found[0].digits == (1, 1)
    assert all(np.isfinite(one.by_pieces) for one in found)


def test_confidence_is_a_logistic_function_of_what_speaks_for_a_text() -> None:
    verdict = Verdict((1, 4), share=0.8, by_sweep=-0.5, by_pieces=0.0)
    total = -1 + 0.5 * np.log(4) + 2 * -0.5 + 3
    assert verdict.confidence(Sureness(-1, 0.5, 2, 3)) == pytest.approx(1 / (1 + np.exp(-total)))
    against = Verdict((1, 4), share=0.8, by_sweep=-0.5, by_pieces=0.7)
    assert against.confidence(Sureness(-1, 0.5, 2, 3)) < verdict.confidence(Sureness(-1, 0.5, 2, 3))
    assert 0 <= Verdict((1,), 0.0, -1e9, 12.0).confidence() <= Verdict((1,), 1.0, 0.0, 0.0).confidence() <= 1
