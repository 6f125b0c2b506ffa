"""A training in the event files that TensorBoard shows, by torch's own writer."""

import warnings
from pathlib import Path

import numpy as np
import torch

from lenet_app.data.pictures import PictureSet
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Array, activations
from lenet_app.networks.model import Model
from lenet_app.training.reports import EpochReport

EMBEDDED = 500
"""Test pictures whose last hidden layer is kept for the projector."""
_KERNELS = 3
"""Dimensions of weights that are kernels, or more."""


class Board:
    """Writes a training into a folder: its graph at once, figures and weights as they come.

    Args:
        folder: of the event files.
        architecture: what is trained.

    Raises:
        ImportError: the package tensorboard is not installed.
        OSError: the folder cannot be written.
    """

    def __init__(self, folder: Path, architecture: Architecture) -> None:
        from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415 - needs a package that few have

        self._writer = SummaryWriter(str(folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the writer traces the graph, which torch discourages
            self._writer.add_graph(Network(architecture).eval(), torch.zeros(1, *architecture.input_shape))

    def epoch(self, report: EpochReport) -> None:
        """Add an epoch: loss and accuracy, speed, every weight's histogram, and the kernels of each convolution."""
        scalars = {
            "loss/training": report.train_loss,
            "loss/hold-out": report.validation_loss,
            "accuracy/training": report.train_accuracy,
            "accuracy/hold-out": report.validation_accuracy,
            "rows a second" if report.of_rows else "pictures a second": report.images_per_second,
        }
        for name, value in scalars.items():
            if value is not None:
                self._writer.add_scalar(name, value, report.epoch)
        for name, weight in report.weights.items():
            self._writer.add_histogram(name, np.array(weight), report.epoch)
            if weight.ndim >= _KERNELS:
                self._writer.add_image(f"kernels/{name}", _sheet(weight), report.epoch, dataformats="HW")
        self._writer.flush()

    def over(self, model: Model, test: PictureSet) -> None:
        """Add the finished model's test accuracy, and what its last hidden layer makes of some test pictures."""
        accuracy = model.metrics.test_accuracy
        if accuracy is not None:
            self._writer.add_scalar("accuracy/test", accuracy)
        some = test.take(np.arange(min(EMBEDDED, len(test))))
        network_input = model.normalisation.network_input(some.images, model.architecture.input_shape)
        *_, hidden, _ = activations(model.architecture, model.weights, network_input).values()
        self._writer.add_embedding(
            torch.from_numpy(hidden.reshape(len(some), -1)),
            metadata=[model.class_names[label] for label in some.labels],
            label_img=torch.from_numpy(some.images.astype(np.float32) / 255),
            tag="last hidden layer",
        )
        self._writer.flush()

    def close(self) -> None:
        """Have all of it in the files."""
        self._writer.close()


def _sheet(kernels: Array) -> Array:
    """Kernels (maps, input maps, rows, columns) as a picture in [0, 1]: a row for each map, zeros grey.

    Those of a table are (connections, rows, columns), and have a row each.
    """
    maps, seen, height, width = kernels.shape if kernels.ndim > _KERNELS else (len(kernels), 1, *kernels.shape[1:])
    kernels = kernels.reshape(maps, seen, height, width)
    largest = max(float(np.abs(kernels).max()), 1e-12)
    framed = np.full((maps, seen, height + 1, width + 1), 0.5, np.float32)
    framed[:, :, :height, :width] = 0.5 + kernels / (2 * largest)
    return framed.transpose(0, 2, 1, 3).reshape(maps * (height + 1), seen * (width + 1))
