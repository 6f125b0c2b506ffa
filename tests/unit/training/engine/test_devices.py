import pytest
import torch

from lenet_app.errors import UserError
from lenet_app.training.engine.devices import available, choose, is_out_of_memory
from lenet_app.training.reports import CPU, Device


def test_the_cpu_is_always_there_and_last() -> None:
    devices = available()
    assert devices[-1] == CPU == Device("cpu", "CPU")
    assert len({device.id for device in devices}) == len(devices)
    assert any(device.id.startswith("cuda:") for device in devices) == torch.cuda.is_available()
    assert any(device.id == "mps" for device in devices) == torch.backends.mps.is_available()


@pytest.mark.parametrize("device_id", [None, "", "auto"])
def test_the_best_is_chosen_by_itself(device_id: str | None) -> None:
    assert choose(device_id) == available()[0]


def test_devices_are_chosen_by_their_ids() -> None:
    assert choose("cpu") == CPU
    for device in available():
        assert choose(device.id) == device
    if torch.cuda.is_available():
        assert choose("cuda").id == "cuda:0"


@pytest.mark.parametrize("device_id", ["tpu", "cuda:99", "CPU ", "cpu:0", "cuda:"])
def test_unknown_devices(device_id: str) -> None:
    with pytest.raises(UserError) as caught:
        choose(device_id)
    assert str(caught.value).startswith(f"There is no device {device_id} here; ")
    assert str(caught.value).endswith("cpu.")


def test_what_is_out_of_memory() -> None:
    assert is_out_of_memory(torch.OutOfMemoryError("whatever"))
    assert is_out_of_memory(RuntimeError("MPS backend out of memory"))
    assert is_out_of_memory(RuntimeError("CUDA error: out of memory"))
    assert not is_out_of_memory(RuntimeError("CUDA error: device-side assert triggered"))


def test_only_the_id_cpu_is_the_cpu() -> None:
    assert [Device(name, "").is_cpu for name in ("cpu", "cuda:0", "mps")] == [True, False, False]
