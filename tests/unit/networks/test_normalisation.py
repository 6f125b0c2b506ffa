import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lenet_app.errors import UserError
from lenet_app.networks.normalisation import InputNormalisation
from tests.unit.samples import NORMALISATION, digits


def expected_input(
    pictures: npt.NDArray[np.uint8], shape: tuple[int, int, int], background: float, ink: float
) -> npt.NDArray[np.float64]:
    """Pixel by pixel: the border halved, the odd row and column below and to the right."""
    channels, height, width = shape
    n, _, rows, columns = pictures.shape
    result = np.full((n, channels, height, width), background)
    top, left = (height - rows) // 2, (width - columns) // 2
    for index in np.ndindex(n, channels, rows, columns):
        i, c, row, column = index
        result[i, c, row + top, column + left] = background + (ink - background) * float(pictures[index]) / 255
    return result


def test_border_and_scale_of_mnist() -> None:
    pictures = digits(2).images
    result = NORMALISATION.network_input(pictures, (1, 32, 32))
    assert result.dtype == np.float32
    assert result.shape == (2, 1, 32, 32)
    np.testing.assert_allclose(result, expected_input(pictures, (1, 32, 32), -0.1, 1.175), atol=1e-6)
    frame = np.ones((32, 32), bool)
    frame[2:30, 2:30] = False
    assert (result[:, 0, frame] == np.float32(-0.1)).all()


def test_ends_of_the_scale() -> None:
    pictures = np.array([0, 255], np.uint8).reshape(1, 1, 1, 2)
    assert NORMALISATION.network_input(pictures, (1, 1, 2)).ravel() == pytest.approx([-0.1, 1.175], abs=1e-6)


def test_whitened_digits_have_mean_0_and_variance_1_in_round_figures() -> None:
    """LeCun et al. (1998), section II-B: "this makes the mean input roughly 0, and the variance roughly 1"."""
    values = NORMALISATION.network_input(digits(2000).images, (1, 32, 32))
    assert abs(float(values.mean())) < 0.1
    assert 0.1 < float(values.var()) < 1.2


@pytest.mark.parametrize("shape", [(1, 28, 28), (1, 29, 31), (1, 40, 28)])
def test_odd_borders(shape: tuple[int, int, int]) -> None:
    pictures = digits(1).images
    result = InputNormalisation(0.25, 2.0).network_input(pictures, shape)
    np.testing.assert_allclose(result, expected_input(pictures, shape, 0.25, 2.0), atol=1e-6)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_bytes_and_floats_give_the_same(kind: type[np.floating[Any]]) -> None:
    pictures = np.arange(256, dtype=np.uint8).reshape(1, 1, 16, 16)
    floats = (pictures / 255).astype(kind)
    of_bytes = NORMALISATION.network_input(pictures, (1, 20, 20))
    of_floats = NORMALISATION.network_input(floats, (1, 20, 20))
    assert of_floats.dtype == np.float32
    np.testing.assert_allclose(of_floats, of_bytes, atol=3e-7)


def test_channels_keep_their_order() -> None:
    random = np.random.default_rng(1)
    pictures = random.integers(0, 256, (2, 3, 5, 4), np.uint8)
    result = NORMALISATION.network_input(pictures, (3, 6, 6))
    np.testing.assert_allclose(result, expected_input(pictures, (3, 6, 6), -0.1, 1.175), atol=1e-6)


def test_the_given_pictures_stay() -> None:
    pictures = np.random.default_rng(2).random((1, 1, 4, 4), np.float32)
    before = pictures.copy()
    NORMALISATION.network_input(pictures, (1, 4, 4))[:] = 7
    np.testing.assert_array_equal(pictures, before)


def test_no_pictures() -> None:
    assert NORMALISATION.network_input(np.zeros((0, 1, 28, 28), np.uint8), (1, 32, 32)).shape == (0, 1, 32, 32)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [((1, 33, 32), (1, 32, 32)), ((1, 32, 33), (1, 32, 32)), ((3, 28, 28), (1, 32, 32)), ((1, 28, 28), (3, 32, 32))],
)
def test_pictures_that_do_not_fit(given: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    with pytest.raises(UserError) as caught:
        NORMALISATION.network_input(np.zeros((1, *given), np.uint8), wanted)
    texts = [" × ".join(map(str, shape)) for shape in (given, wanted)]
    assert str(caught.value) == f"Pictures of {texts[0]} do not fit a network input of {texts[1]}."


def test_json_round_trip() -> None:
    document = json.loads(json.dumps(NORMALISATION.to_json()))
    assert InputNormalisation.from_json(document) == NORMALISATION
    assert InputNormalisation.from_json({"background": 0, "ink": 1}) == InputNormalisation(0.0, 1.0)


def test_whether_ink_is_fitted_comes_back() -> None:
    """Files that say nothing of it are of the digits' time."""
    whole = InputNormalisation(0.0, 1.0, fits_ink=False)
    assert whole.to_json() == {"background": 0.0, "ink": 1.0, "fits_ink": False}
    assert InputNormalisation.from_json(json.loads(json.dumps(whole.to_json()))) == whole
    assert InputNormalisation.from_json({"background": 0.0, "ink": 1.0}).fits_ink is True


@pytest.mark.parametrize("junk", [None, 0, 1, "no", []])
def test_whether_ink_is_fitted_is_true_or_false(junk: object) -> None:
    with pytest.raises(UserError) as caught:
        InputNormalisation.from_json({"background": 0.0, "ink": 1.0, "fits_ink": junk})
    assert str(caught.value) == "The input normalisation cannot be read: “fits_ink” is not true or false."


@pytest.mark.parametrize("junk", [None, "1", True, [], {}, float("nan"), float("inf"), 10**400])
def test_damaged_json(junk: object) -> None:
    with pytest.raises(UserError, match=r"^The input normalisation cannot be read: “ink” is not a number\.$"):
        InputNormalisation.from_json({"background": -0.1, "ink": junk})


@pytest.mark.parametrize("document", [{}, {"ink": 1.0}, None, [], "x"])
def test_missing_parts(document: object) -> None:
    with pytest.raises(UserError, match=r"^The input normalisation cannot be read: .*“background”.*\.$"):
        InputNormalisation.from_json(document)


def test_the_size_of_whole_pictures_comes_back() -> None:
    whole = InputNormalisation(0.0, 1.0, fits_ink=False, picture_size=(28, 24))
    document = json.loads(json.dumps(whole.to_json()))
    assert document["picture_size"] == [28, 24]
    assert InputNormalisation.from_json(document) == whole
    assert InputNormalisation.from_json(document | {"picture_size": None}).picture_size is None
    head = "The input normalisation cannot be read: “picture_size” is not "
    faults: list[tuple[object, str]] = [
        *((0, f"{head}a list."), ("28", f"{head}a list."), ({}, f"{head}a list.")),
        *(([28], f"{head}a list of 2."), ([28, 28, 1], f"{head}a list of 2.")),
        *(([28.0, 28], f"{head}a whole number."), ([True, 28], f"{head}a whole number.")),
        ([28, 0], "A picture's height and width must be at least 1, not 28 × 0."),
        ([28, -1], "A picture's height and width must be at least 1, not 28 × -1."),
    ]
    for junk, sentence in faults:
        with pytest.raises(UserError) as caught:
            InputNormalisation.from_json(document | {"picture_size": junk})
        assert str(caught.value) == sentence
