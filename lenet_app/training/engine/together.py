"""Training in several processes by torch.distributed; a torch that lacks it cannot import this module."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor
from torch.distributed import (
    all_reduce,
    broadcast,
    destroy_process_group,
    get_rank,
    get_world_size,
    init_process_group,
    is_initialized,
    is_nccl_available,
)
from torch.distributed.distributed_c10d import PrefixStore, Store
from torch.distributed.rendezvous import rendezvous

from lenet_app.errors import UserError
from lenet_app.language import tr, trn
from lenet_app.training.engine.group import Group

_ANY_GPU = (None, "", "auto", "cuda")
_SENT = ("cpu", "cuda")
"""The kinds of devices between which torch sends."""
_PATIENCE, _PAUSE = 600.0, 0.02
"""Seconds until processes that have not met are told so, and between two looks."""


class Together(Group):
    """One of the processes that torchrun started, which have found one another."""

    def __init__(self) -> None:
        self.rank, self.size = get_rank(), get_world_size()
        self.neighbours = int(os.environ.get("LOCAL_WORLD_SIZE", self.size))
        self._place = int(os.environ.get("LOCAL_RANK", self.rank))
        if self.neighbours > 1:
            torch.set_num_threads(1)  # the cores are shared; a crew's threads come on top

    def device_id(self, wanted: str | None) -> str | None:
        """A GPU for each process of a machine, where that has some and no other device was asked for.

        Raises:
            UserError: it has fewer GPUs than processes.
        """
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if wanted not in _ANY_GPU or not count:
            return wanted
        if self.neighbours > count:
            sentence = trn(
                "{count} GPU cannot serve {processes} processes: start fewer on this machine.",
                "{count} GPUs cannot serve {processes} processes: start fewer on this machine.",
                count,
            )
            raise UserError(sentence.format(processes=self.neighbours, count=count))
        return f"cuda:{self._place}"

    def add_up(self, tensor: Tensor) -> None:
        """Add up over the network.

        Raises:
            UserError: another process does not answer.
        """
        with _faults_as_sentences(), _reachable(tensor) as there:
            all_reduce(there)

    def spread(self, tensor: Tensor, source: int = 0) -> None:
        """Send over the network.

        Raises:
            UserError: another process does not answer.
        """
        with _faults_as_sentences(), _reachable(tensor) as there:
            broadcast(there, source)

    def leave(self) -> None:
        """End torch's threads, which could otherwise still be at work while Python ends, and abort the process."""
        if is_initialized():
            destroy_process_group()


@contextmanager
def joined() -> Iterator[Group]:
    """The group that the environment tells of, which is left at the end.

    Raises:
        UserError: the processes do not find one another.
    """
    kinds = "cpu:gloo,cuda:nccl" if is_nccl_available() else "gloo"
    try:
        store, rank, size = next(rendezvous("env://"))
        init_process_group(kinds, store=_emptied(store, rank, size), rank=rank, world_size=size)
    except (RuntimeError, TimeoutError, ValueError) as error:
        sentence = tr("The processes of this training do not find one another: {fault}.")
        raise UserError(sentence.format(fault=_first_line(error))) from error
    group = Together()
    yield group
    # Not after a fault of one: the others may be gone, and it would wait for them.
    group.leave()


def _emptied(store: Store, rank: int, size: int) -> Store:
    """A part of the store without what processes of an earlier start wrote, such as where they were reached.

    torchrun's own store lives on when all are started again. So each process writes a new mark, the first one makes a
    list of them until everybody agrees to it, and the list names the part.
    """
    own, agreed, until = os.urandom(8).hex(), set(), time.monotonic() + _PATIENCE
    places = [f"mark {number}" for number in range(size)]
    store.set(places[rank], own)
    while time.monotonic() < until:
        if rank == 0 and store.check(places):
            store.set("marks", " ".join(store.get(place).decode() for place in places))
        marks = store.get("marks").decode().split() if store.check(["marks"]) else []
        if len(marks) == size and marks[rank] == own:
            part = hashlib.sha256(" ".join(marks).encode()).hexdigest()
            count = store.add(part, 0 if part in agreed else 1)
            agreed.add(part)
            if count == size:
                return PrefixStore(part, store)
        time.sleep(_PAUSE)
    raise TimeoutError(tr("not all came"))


@contextmanager
def _reachable(tensor: Tensor) -> Iterator[Tensor]:
    """The tensor, or a copy on the CPU in its place where torch cannot send it."""
    if tensor.device.type in _SENT:
        yield tensor
        return
    copy = tensor.cpu()
    yield copy
    tensor.copy_(copy)


@contextmanager
def _faults_as_sentences() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise UserError(tr("Another process of this training is gone or does not answer.")) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
