"""Labelled pictures on the device, and how they become network input there.

They lie there as bytes, as the data set has them: 60,000 of MNIST take 47 MB in place of the 246 MB of their framed
network input, and every network frames and scales them in its own way, a teacher as well. Doing so for each batch of
128 was measured at 50 µs on one core, of the 7 ms that LeNet-5's step takes.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lenet_app.data.pictures import PictureSet
from lenet_app.data.stored import StoredPictures
from lenet_app.networks.kind import Shape
from lenet_app.networks.normalisation import InputNormalisation, frame


class DevicePictures:
    """A set of pictures that lies on a device; one on the disk stays there, but for its labels, and is read in parts.

    Args:
        pictures: the set.
        device: torch's id.
    """

    def __init__(self, pictures: PictureSet, device: str) -> None:
        self._stored, self._device = pictures if isinstance(pictures, StoredPictures) else None, device
        images = np.empty((0, *pictures.shape), np.uint8) if self._stored is not None else pictures.images
        self.images, self.labels = on_device(images, device), labels_on_device(pictures.labels, device)
        """uint8 (n, channels, height, width), none of a set on the disk, and int64 (n,)."""

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self.labels)

    def take(self, indices: npt.NDArray[np.intp]) -> tuple[Tensor, Tensor]:
        """Pictures and labels at `indices`, in that order."""
        places = torch.from_numpy(indices).to(self.labels.device)
        if self._stored is not None:
            images = on_device(self._stored.take(indices).images, self._device)
        else:
            images = self.images.index_select(0, places)
        return images, self.labels.index_select(0, places)

    def parts(self, size: int) -> Iterator[Tensor]:
        """All pictures in their order, so many at a time."""
        for start in range(0, len(self), size):
            stop = min(start + size, len(self))
            if self._stored is not None:
                yield on_device(self._stored.take(np.arange(start, stop)).images, self._device)
            else:
                yield self.images[start:stop]


def on_device(images: npt.NDArray[np.uint8], device: str) -> Tensor:
    """Pictures as bytes on a device; on the CPU they share the memory where they may be written to."""
    return torch.from_numpy(images if images.flags.writeable else images.copy()).to(device)


def labels_on_device(labels: npt.NDArray[np.uint8], device: str) -> Tensor:
    """Labels as torch's losses want them, int64."""
    return torch.from_numpy(labels.astype(np.int64)).to(device)


class DeviceNormalisation:
    """`InputNormalisation.network_input` where the pictures lie, bit for bit.

    Args:
        normalisation: border and scale.
        input_shape: (channels, height, width) of the network.
    """

    def __init__(self, normalisation: InputNormalisation, input_shape: Shape) -> None:
        self._input_shape = input_shape
        self._contrast, self._background = float(normalisation.contrast(255)), normalisation.background

    def network_input(self, images: Tensor) -> Tensor:
        """Frame and scale pictures.

        Args:
            images: uint8 (n, channels, height, width).

        Returns:
            float32 (n, channels, height, width) of the network's size, on the same device.

        Raises:
            UserError: the pictures are larger than the network's input or have other channels.
        """
        top, bottom, left, right = frame(tuple(images.shape[1:]), self._input_shape)
        # A byte of 0 is background, so the frame may come first.
        framed = functional.pad(images, (left, right, top, bottom)) if top or bottom or left or right else images
        return framed.to(torch.float32).mul_(self._contrast).add_(self._background)
