"""Who wrote each picture of MNIST, as QMNIST's makers found out (Yadav and Bottou, 2019)."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from lenet_app.paths import bundled

Integers = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class MnistWriters:
    """NIST's numbers of the writers, in MNIST's order; nobody wrote pictures of both parts.

    Args:
        training: intp (60000,).
        test: intp (10000,).
    """

    training: Integers
    test: Integers


@cache
def mnist_writers() -> MnistWriters:
    """The writers of all of MNIST; its arrays are not to be written to."""
    found = load_file(bundled("assets", "mnist", "writers", "writers.safetensors"))
    return MnistWriters(*(np.asarray(found[part], np.intp) for part in ("training", "test")))


def held_out_writers() -> npt.NDArray[np.bool_]:
    """Which of the training pictures, bool (60000,), are of a tenth of the writers, whom a training need not see."""
    writers = mnist_writers().training
    order = np.unique(writers)
    return np.asarray(np.isin(writers, order[::10]))
