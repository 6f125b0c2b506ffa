"""Files that torch saved, read without running anything in them."""

import io
import pickle
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from lenet_app.errors import UserError
from lenet_app.language import tr

_USUAL_NAMES = ("state_dict", "model_state_dict", "model", "net")
"""Under which training scripts keep the weights beside other things."""

_BEGINNINGS = (b"PK", b"\x80")
"""Of an archive, as torch has saved since 2020, and of a pickle, as it did before."""


def tensors_in(content: bytes) -> dict[str, npt.NDArray[Any]]:
    """The tensors of a `state_dict`, or of one within a dictionary under a usual name, in their order.

    torch reads them with `weights_only`, which builds tensors and plain containers and nothing else.

    Raises:
        UserError: the file holds something else.
        ValueError: it is no file of torch, or damaged.
    """
    if not content.startswith(_BEGINNINGS):
        raise ValueError(tr("it is none of torch's"))
    try:
        found = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        sentence = tr("The file holds more than weights, which is not loaded: save model.state_dict() instead.")
        raise UserError(sentence) from error
    while isinstance(found, dict) and (inner := [found[name] for name in _USUAL_NAMES if name in found]):
        found = inner[0]
    if not isinstance(found, dict) or not all(isinstance(one, torch.Tensor) for one in found.values()):
        raise UserError(tr("The file holds no state_dict: save model.state_dict()."))
    return {str(name): _array(tensor) for name, tensor in found.items()}


def _array(tensor: torch.Tensor) -> npt.NDArray[Any]:
    """NumPy knows fewer kinds of floats than torch."""
    plain = tensor.detach().to(torch.float32) if tensor.is_floating_point() else tensor.detach()
    return np.array(plain.numpy())
