"""What a run was made with: versions, processor, threads."""

import os
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import lenet_app
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.training.engine.group import Group
    from lenet_app.training.reports import Device

_COUNTS = ("program", "numpy", "torch", "device", "processor", "threads", "processes")


@dataclass(frozen=True)
class Machine:
    """The same request gives the same weights, bit for bit, on the CPU as long as what counts stays the same.

    Args:
        threads: that compute in each process.
        processes: that train together.
        cores: of the processor.
    """

    program: str
    python: str
    numpy: str
    torch: str
    device: str
    processor: str
    cores: int
    threads: int
    processes: int
    system: str

    @staticmethod
    def unknown() -> "Machine":
        """Of a run that has not begun."""
        return Machine("", "", "", "", "", "", 0, 0, 0, "")

    @staticmethod
    def now(device: "Device", group: "Group | None", threads: int = 0) -> "Machine":
        """This one, with as many threads as suit it, or so many."""
        from lenet_app.training.engine.crew import usual_threads  # noqa: PLC0415 - loads torch
        from lenet_app.training.engine.devices import torch_version  # noqa: PLC0415

        return Machine(
            program=lenet_app.__version__,
            python=platform.python_version(),
            numpy=np.__version__,
            torch=torch_version(),
            device=device.title,
            processor=_processor(),
            cores=os.cpu_count() or 1,
            threads=threads or usual_threads(1 if group is None else group.neighbours),
            processes=1 if group is None else group.size,
            system=platform.platform(),
        )

    def changes(self, since: "Machine") -> str:
        """What is another than it was, as in "torch 2.10, not 2.9"; empty where nothing is that counts."""
        then, now = asdict(since), asdict(self)
        changed = [name for name in _COUNTS if now[name] != then[name]]
        text = tr("{part} {now}, not {then}")
        return "; ".join(text.format(part=name, now=now[name], then=then[name]) for name in changed)


def _processor() -> str:
    """What the processor is called."""
    if sys.platform == "linux":
        try:
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
