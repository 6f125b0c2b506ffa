"""Near rows stay near; looked at where openTSNE is installed."""

import numpy as np
import pytest

from lenet_app.evaluation.tsne import is_available, tsne

needs_library = pytest.mark.skipif(not is_available(), reason="openTSNE is not installed: pip install -e '.[map]'")


@needs_library
def test_groups_that_lie_apart_stay_apart() -> None:
    random = np.random.default_rng(0)
    group = np.repeat(np.arange(4), 60)
    values = (12 * np.eye(4, 30)[group] + random.normal(0, 1, (240, 30))).astype(np.float32)
    reports = list(tsne(values))
    assert [report.done for report in reports] == list(range(0, 751, 25))
    places = reports[-1].places
    nearest = np.square(places[:, None] - places).sum(axis=2).argsort(axis=1)[:, 1]
    assert (group[nearest] == group).all()
    np.testing.assert_array_equal(list(tsne(values))[-1].places, places)
    assert not np.shares_memory(reports[0].places, reports[1].places)


def test_a_few_rows_have_no_neighbourhoods() -> None:
    (report,) = tsne(np.ones((3, 5), np.float32))
    assert (report.places.shape, report.done) == ((3, 2), report.total)
