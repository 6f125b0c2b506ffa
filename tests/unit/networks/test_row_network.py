import numpy as np

from lenet_app.networks.forward import activations
from lenet_app.networks.row_network import (
    BLANK,
    PAPER,
    STRIDE,
    WINDOW,
    frame_scores,
    line_activations,
    lines_of,
    row_network,
)
from tests.unit.samples import LENET5, random_weights

ROW = row_network()
RANDOM = np.random.default_rng(3)


def test_it_has_at_most_100_000_parameters_and_a_blank_beside_the_digits() -> None:
    assert ROW.parameters <= 100_000
    assert ROW.classes == BLANK + 1 == 11


def test_a_frame_is_the_networks_answer_for_its_window_alone() -> None:
    for architecture in (ROW, LENET5):
        weights = random_weights(architecture)
        line = RANDOM.normal(0, 1, (2, 1, WINDOW, 81)).astype(np.float32)
        found = line_activations(architecture, weights, line)["output"]
        assert found.shape == (2, architecture.classes, 1, (81 - WINDOW) // STRIDE + 1)
        for frame in range(found.shape[3]):
            window = line[..., STRIDE * frame : STRIDE * frame + WINDOW]
            alone = activations(architecture, weights, window)["output"]
            np.testing.assert_allclose(found[:, :, 0, frame], alone, rtol=1e-3, atol=1e-4)


def test_maps_are_as_wide_as_the_line() -> None:
    outputs = line_activations(ROW, random_weights(ROW), np.zeros((1, 1, WINDOW, 80), np.float32))
    assert {name: output.shape[1:] for name, output in outputs.items()} == {
        "C1": (16, 28, 76),
        "S2": (16, 14, 38),
        "C3": (32, 10, 34),
        "S4": (32, 5, 17),
        "C5": (96, 1, 13),
        "F6": (70, 1, 13),
        "output": (11, 1, 13),
    }


def test_lines_have_paper_at_both_ends() -> None:
    pictures = [np.full((WINDOW, width), 255, np.uint8) for width in (10, 33)]
    lines = lines_of(pictures)
    assert lines.shape == (2, 1, WINDOW, 68)
    for line, width in zip(lines[:, 0], (10, 33), strict=True):
        ink = np.flatnonzero((line > 0).any(axis=0))
        assert (ink[0], ink[-1] + 1) == (PAPER, PAPER + width)


def test_the_scores_of_a_frame_are_logarithms_of_probabilities() -> None:
    picture = RANDOM.integers(0, 256, (WINDOW, 50)).astype(np.uint8)
    frames = frame_scores(ROW, random_weights(ROW), picture)
    assert frames.shape == (14, BLANK + 1)
    np.testing.assert_allclose(np.exp(frames).sum(axis=1), 1, rtol=1e-5)
