"""A model's weights as plain arrays by their names, for programs that know nothing of this one."""

import io

import numpy as np
from safetensors.numpy import save

from lenet_app.networks.model import Model


def safetensors_bytes(model: Model) -> bytes:
    """The weights alone, float32, as safetensors: `C1.weight` (maps, input maps, rows, columns) and so on."""
    return save({name: np.array(weight) for name, weight in model.weights.items()})


def npz_bytes(model: Model) -> bytes:
    """The same as NumPy's .npz."""
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **dict(model.weights))
    return content.getvalue()
