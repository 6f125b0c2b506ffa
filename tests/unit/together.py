"""Processes of one machine that train together, with real sockets between them, and none left behind."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 240
"""Seconds after which a process that ends in a few is killed, and the test fails."""


@contextmanager
def processes(arguments: Sequence[str | Path], count: int = 2) -> Iterator[list[subprocess.Popen[str]]]:
    """Python with these arguments in so many processes, which know of one another as torchrun's do."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shared = {"WORLD_SIZE": count, "LOCAL_WORLD_SIZE": count, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    started: list[subprocess.Popen[str]] = []
    try:
        for rank in range(count):
            own = {name: str(value) for name, value in {**shared, "RANK": rank, "LOCAL_RANK": rank}.items()}
            started.append(_started(arguments, own))
        yield started
    finally:
        _end(started)


@contextmanager
def torchrun(arguments: Sequence[str | Path], *, restarts: int = 0) -> Iterator[subprocess.Popen[str]]:
    """The same started by torchrun in two processes, which start again so many times after one was lost."""
    options = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", f"--max-restarts={restarts}"]
    started = _started([*options, *arguments], {})
    try:
        yield started
    finally:
        _end([started])


def _started(arguments: Sequence[str | Path], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def _end(started: Sequence[subprocess.Popen[str]]) -> None:
    """End what still runs: torchrun ends its own processes when it is asked to."""
    for process in started:
        process.terminate()
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        except ValueError:  # its output was read already
            process.wait(timeout=60)


def outcomes(started: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str, str]]:
    """Status, output and errors of each, once all have ended."""
    told = [process.communicate(timeout=LIMIT) for process in started]
    return [(process.returncode, *texts) for process, texts in zip(started, told, strict=True)]
