"""Dropout in training, drawn by key."""

import numpy as np
import pytest

from lenet_app.inspection.dropout import dropouts_after, dropped
from tests.unit.inspection.networks import passage_of


def test_numbers_are_dropped_or_made_larger_by_the_rate() -> None:
    passage = passage_of("lenet5-dropout")
    (layer,) = dropouts_after(passage, "C5")
    assert dropouts_after(passage, layer.name) == (layer,)
    assert dropouts_after(passage, "C1") == ()
    found = dropped(passage, layer, 3)
    np.testing.assert_array_equal(found.values, passage.activations["C5"])
    assert found.factor == pytest.approx(1 / (1 - layer.rate))
    assert set(np.unique(found.factors)) == {0.0, found.factor}
    np.testing.assert_array_equal(found.kept, dropped(passage, layer, 3).kept)
    assert (found.kept != dropped(passage, layer, 4).kept).any()
    shares = [dropped(passage, layer, draw).kept.mean() for draw in range(200)]
    assert np.mean(shares) == pytest.approx(1 - layer.rate, abs=0.02)
    means = [float((found.values * dropped(passage, layer, draw).factors).mean()) for draw in range(400)]
    assert np.mean(means) == pytest.approx(float(found.values.mean()), rel=0.1), "what is expected stays as it is"
