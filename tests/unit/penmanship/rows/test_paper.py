import numpy as np

from lenet_app.penmanship.rows.paper import inked


def test_ink_stays_where_it_was_and_paper_stays_clean() -> None:
    rows = np.zeros((60, 44, 90), np.float32)
    rows[:, 12:32, 40:46] = 1
    found = inked(rows, np.random.default_rng(2))
    assert found.shape == rows.shape
    assert found.min() >= 0
    assert found.max() <= 1
    assert not found[:, :, :36].any()
    assert not found[:, :, 50:].any()
    assert (found[:, 14:30, 41:45].mean(axis=(1, 2)) > 0.3).mean() > 0.9


def test_rows_differ_in_the_width_of_their_strokes() -> None:
    rows = np.zeros((200, 44, 90), np.float32)
    rows[:, 12:32, 40:44] = 1
    widths = inked(rows, np.random.default_rng(2))[:, 14:30].sum(axis=(1, 2)) / 16
    assert np.quantile(widths, 0.1) < 3.4
    assert np.quantile(widths, 0.9) > 4.2
