"""Zeros written in one go."""

import numpy as np

from lenet_app.ink.paper.components import components_of
from lenet_app.penmanship.rows.chains import draw_loops, in_one_go
from lenet_app.penmanship.rows.glyphs import HEIGHT, WIDTH
from lenet_app.penmanship.rows.hands import fitted_to_lines, random_hands, random_shapes


def test_only_zeros_beside_zeros_are_chained_and_all_of_a_row_or_none() -> None:
    texts = [np.array(text) for text in ([1, 0, 0, 0], [0, 5, 0], [0, 0], [7])] * 100
    chained = np.split(in_one_go(texts, np.random.default_rng(1)), np.cumsum([len(text) for text in texts])[:-1])
    for text, own in zip(texts, chained, strict=True):
        wanted = {(1, 0, 0, 0): (False, True, True, True), (0, 0): (True, True)}.get(tuple(text.tolist()))
        assert not own.any() or tuple(own.tolist()) == wanted
    chosen = [own.any() for own in chained[::4]]
    assert 0.1 < np.mean(chosen) < 0.4


def test_each_zero_of_a_chain_is_one_stroke_as_high_as_its_shape() -> None:
    random = np.random.default_rng(2)
    texts = [np.array([0, 0, 0, 0])] * 50
    hands = fitted_to_lines(random_hands(50, random, by_pen=True), texts)
    shapes = random_shapes(hands, texts, random)
    tiles = np.zeros((200, HEIGHT, WIDTH), np.float32)
    draw_loops(tiles, np.ones(200, np.bool_), texts, hands, shapes, random)
    pens = np.repeat(hands.pen, 4)
    for tile, height, pen in zip(tiles, shapes.height, pens, strict=True):
        found = components_of(tile > 0.5)
        assert len(found.boxes) == 2  # the first is the paper
        assert abs(int(np.ptp(found.boxes[1, 1::2])) - height - pen) <= 3
