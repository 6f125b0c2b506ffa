"""What a network can be trained on: CUDA, Apple's MPS or the CPU."""

import torch

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.training.reports import CPU, Device


def available() -> tuple[Device, ...]:
    """All devices of this machine, the best first; the CPU is always there and always last."""
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    found = [Device(f"cuda:{index}", f"CUDA: {torch.cuda.get_device_name(index)}") for index in range(count)]
    if torch.backends.mps.is_available():
        found.append(Device("mps", "Apple MPS"))
    return (*found, CPU)


def torch_version() -> str:
    """The version of torch, with its kind where it tells one: "2.13.0+cpu"."""
    return str(torch.__version__)


def choose(device_id: str | None = None) -> Device:
    """The device of this id, or the best one there is.

    Args:
        device_id: `cpu`, `cuda`, `cuda:N` or `mps`; None, `auto` and the empty string leave the choice to the program.

    Raises:
        UserError: this machine has no such device.
    """
    devices = available()
    if device_id in (None, "", "auto"):
        return devices[0]
    for device in devices:
        if device_id in (device.id, device.id.partition(":")[0]):
            return device
    sentence = tr("There is no device {id} here; there are {known}.")
    raise UserError(sentence.format(id=device_id, known=", ".join(device.id for device in devices)))


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether a device had no memory left; MPS and a full CUDA context say so in the message only."""
    return isinstance(error, torch.OutOfMemoryError) or "out of memory" in str(error)
