import pytest

from lenet_app.training.cost import no_digits_seconds


@pytest.mark.parametrize(("pictures", "seconds"), [(0, 1), (1000, 1), (55_000, 2), (240_000, 6)])
def test_whole_seconds_rounded_up(pictures: int, seconds: int) -> None:
    assert no_digits_seconds(pictures) == seconds
