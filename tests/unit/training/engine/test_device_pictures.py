"""What lies on a device becomes the same network input, bit for bit, as NumPy makes of it."""

import numpy as np
import pytest
import torch

from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.normalisation import InputNormalisation
from lenet_app.training.engine.device_pictures import DeviceNormalisation, DevicePictures
from tests.unit.samples import NORMALISATION, digits

NORMALISATIONS = [NORMALISATION, InputNormalisation(0.0, 1.0), InputNormalisation(1.0, -0.3), InputNormalisation(-1, 1)]


def every_byte(shape: tuple[int, int, int]) -> Pictures:
    count = 2 + 256 // (shape[0] * shape[1] * shape[2])
    images = (np.arange(count * shape[0] * shape[1] * shape[2]) % 256).astype(np.uint8).reshape(count, *shape)
    return Pictures(images, (np.arange(count) % 10).astype(np.uint8))


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize(
    ("picture", "network"),
    [((1, 28, 28), (1, 32, 32)), ((1, 28, 28), (1, 28, 28)), ((3, 9, 8), (3, 12, 15)), ((1, 3, 4), (1, 4, 4))],
)
def test_network_input_bit_for_bit(
    normalisation: InputNormalisation, picture: tuple[int, int, int], network: tuple[int, int, int]
) -> None:
    pictures = every_byte(picture)
    found = DeviceNormalisation(normalisation, network).network_input(DevicePictures(pictures, "cpu").images)
    np.testing.assert_array_equal(found.numpy(), normalisation.network_input(pictures.images, network))
    assert found.dtype == torch.float32


@pytest.mark.parametrize("name", family.ids())
def test_network_input_of_the_family(name: str) -> None:
    member = family.member(name)
    channels, height, width = shape = member.architecture.input_shape
    pictures = every_byte((channels, min(height, 28), min(width, 28)))
    found = DeviceNormalisation(member.normalisation, shape).network_input(DevicePictures(pictures, "cpu").images)
    np.testing.assert_array_equal(found.numpy(), member.normalisation.network_input(pictures.images, shape))


def test_indices_take_pictures_and_labels_in_their_order() -> None:
    pictures = digits(50)
    lying = DevicePictures(pictures, "cpu")
    indices = np.array([7, 3, 3, 49, 0])
    images, labels = lying.take(indices)
    assert len(lying) == 50
    np.testing.assert_array_equal(images.numpy(), pictures.images[indices])
    np.testing.assert_array_equal(labels.numpy(), pictures.labels[indices])
    assert labels.dtype == torch.int64


def test_the_set_takes_a_byte_a_pixel_and_stays_as_it_is() -> None:
    pictures = digits(20)
    before = pictures.images.copy()
    lying = DevicePictures(pictures, "cpu")
    DeviceNormalisation(NORMALISATION, (1, 28, 28)).network_input(lying.images)
    assert lying.images.dtype == torch.uint8
    assert lying.images.data_ptr() == pictures.images.ctypes.data, "on the CPU it is not even copied"
    np.testing.assert_array_equal(pictures.images, before)


def test_pictures_that_may_not_be_written_to() -> None:
    images = digits(3).images.copy()
    images.flags.writeable = False
    lying = DevicePictures(Pictures(images, digits(3).labels), "cpu")
    np.testing.assert_array_equal(lying.images.numpy(), images)


def test_pictures_that_are_too_large() -> None:
    with pytest.raises(UserError, match=r"^Pictures of 1 × 28 × 28 do not fit a network input of 1 × 20 × 32\.$"):
        DeviceNormalisation(NORMALISATION, (1, 20, 32)).network_input(DevicePictures(digits(1), "cpu").images)
