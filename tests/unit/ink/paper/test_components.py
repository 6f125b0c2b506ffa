import numpy as np

from lenet_app.ink.paper.components import run_heights


def test_heights_of_runs_are_counted_pixel_by_pixel() -> None:
    mask = np.random.default_rng(3).random((30, 17)) < 0.7
    expected = np.zeros(mask.shape, np.int64)
    for column in range(mask.shape[1]):
        for row in range(mask.shape[0]):
            up, down = row, row
            while up >= 0 and mask[up, column]:
                up -= 1
            while down < len(mask) and mask[down, column]:
                down += 1
            expected[row, column] = max(0, down - up - 1)
    assert np.array_equal(run_heights(mask), expected)
