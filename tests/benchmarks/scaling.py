"""How fast several processes train together: measured between two on this machine, computed for more.

Run `python tests/benchmarks/scaling.py`. Each process has one core. Of a batch of B pictures each of n computes B / n
in t(B / n), measured without the others. Then the gradients go round a ring: 2 (n - 1) messages of an n-th of the
vector (Patarasuk and Yuan, 2009), which take a(n) = 2 (n - 1) (delay + bytes / (n × bandwidth)). Delay and bandwidth
are told by what adding up one number and the whole vector take between two. The speed-up is t(B) / (t(B / n) + a(n)).
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch

from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.networks import family
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Augmentation
from lenet_app.paths import Home
from lenet_app.training.engine.group import Group
from lenet_app.training.engine.learners import BatchLearner
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.sampling import Sampler
from lenet_app.training.engine.together import joined
from lenet_app.training.reports import CPU

NETWORKS, BATCHES, COUNTS = ("lenet5", "lenet5-wide"), (128, 512), (2, 4, 8)
PICTURES, ROUNDS, SUMS = 4096, 15, 20
ETHERNET = ("Gigabit Ethernet", 1e-4, 117e6)
"""A delay and a bandwidth as such networks have them, in seconds and bytes a second."""


class OneCore(Group):
    """A process that trains alone, with one core of two."""

    neighbours = 2


@dataclass(frozen=True)
class Measured:
    """Of one network and batch, in seconds.

    Args:
        alone: a step of one process, by its pictures.
        together: a step of two.
        number: adding up one number between two.
        vector: adding up the gradients.
        size: bytes of these.
    """

    alone: dict[int, float]
    together: float
    number: float
    vector: float
    size: int

    def speed_up(self, count: int, delay: float, bandwidth: float) -> float:
        """Of so many processes on such a network."""
        batch = max(self.alone)
        round_trip = 2 * (count - 1) * (delay + self.size / (count * bandwidth))
        return self.alone[batch] / (self.alone[batch // count] + round_trip)


def main() -> int:
    """Measure in two processes, of which the first prints."""
    if "RANK" in os.environ:
        with joined() as group:
            _measure_all(group)
        return 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = os.environ | {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    started = [subprocess.Popen([sys.executable, __file__], env=shared | {"RANK": str(rank)}) for rank in range(2)]
    try:
        return max(process.wait() for process in started)
    finally:
        for process in started:
            process.kill()


def _measure_all(group: Group) -> None:
    pictures = catalogue.load("mnist", Home.of_user().data).training.take(np.arange(PICTURES, dtype=np.intp))
    counts = ", ".join(map(str, COUNTS))
    for name in NETWORKS:
        for batch in BATCHES:
            found = _measured(name, batch, pictures, group)
            if not group.is_first:
                continue
            delay = found.number / 2
            bandwidth = found.size / max(found.vector - found.number, 1e-9)
            print(
                f"{name}, {batch} pictures: a step of one process {1000 * found.alone[batch]:.2f} ms, of two ", end=""
            )
            print(f"{1000 * found.together:.2f} ms: {found.alone[batch] / found.together:.2f} times as fast")
            print(f"  adding up {found.size / 1000:.0f} kB: {1000 * found.vector:.2f} ms; ", end="")
            print(f"one number: {1000 * found.number:.2f} ms")
            for title, *network in (("this machine", delay, bandwidth), ETHERNET):
                told = ", ".join(f"{found.speed_up(count, *network):.2f}" for count in COUNTS)
                print(f"  computed for {counts} processes, {title}: {told} times as fast", flush=True)


def _measured(name: str, batch: int, pictures: Pictures, group: Group) -> Measured:
    """The medians of several rounds, in which everything takes its turn."""
    together = _steps(_request(name, batch, pictures), batch, group)
    alone = {size: _steps(_request(name, size, pictures), size, OneCore()) for size in _sizes(batch)}
    vector, number = torch.zeros(together.parameters), torch.zeros(1, dtype=torch.float64)
    times: dict[object, list[float]] = {}
    for step in (together, *alone.values()):
        step()  # the first one makes room
    for _ in range(ROUNDS):
        for size, step in alone.items():
            times.setdefault(size, []).append(_seconds(step, group))
        times.setdefault("together", []).append(_seconds(together, group))
        times.setdefault("vector", []).append(_seconds(lambda: group.add_up(vector), group, SUMS))
        times.setdefault("number", []).append(_seconds(lambda: group.add_up(number), group, SUMS))
    medians = {key: statistics.median(values) for key, values in times.items()}
    steps = {size: medians[size] for size in alone}
    return Measured(steps, medians["together"], medians["number"], medians["vector"], 4 * len(vector))


def _sizes(batch: int) -> list[int]:
    return [batch, *(batch // count for count in COUNTS)]


class _steps:  # noqa: N801 - called like a function
    """One step after the other of a training."""

    def __init__(self, request: TrainingRequest, batch: int, group: Group) -> None:
        self._sampler = Sampler(request.training, request.recipe, request.seed, batch)
        self._learner, self._rate = BatchLearner(request, group), request.recipe.learning_rate
        self._batches, self._done = len(request.training) // batch, 0
        self.parameters = request.architecture.parameters

    def __call__(self) -> None:
        epoch, number = divmod(self._done, self._batches)
        self._learner.learn(self._sampler.batch(epoch + 1, number), self._rate)
        self._done += 1
        if self._done % 10 == 0:
            self._learner.figures()


def _request(name: str, batch: int, pictures: Pictures) -> TrainingRequest:
    member = family.member(name)
    recipe = replace(member.recipe, batch_size=batch, augmentation=Augmentation.NONE)
    weights = initial_weights(member.architecture, recipe, seed=1)
    return TrainingRequest(member.architecture, weights, member.normalisation, recipe, pictures, None, CPU, 1)


def _seconds(step: Callable[[], object], group: Group, count: int = 1) -> float:
    """Of one step; all processes begin at once."""
    group.wait()
    began = time.perf_counter()
    for _ in range(count):
        step()
    return (time.perf_counter() - began) / count


if __name__ == "__main__":
    sys.exit(main())
