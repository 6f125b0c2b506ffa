"""A disk that is soon full, and a folder that nobody can write to."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest


def small_disk(folder: Path, size: int) -> AbstractContextManager[Path]:
    """A disk of so many bytes at `folder`, in memory; the test is skipped where none can be mounted."""
    return _mounted(folder, f"size={size}")


def read_only_disk(folder: Path) -> AbstractContextManager[Path]:
    """An empty disk that nobody can write to, root neither; the test is skipped where none can be mounted."""
    return _mounted(folder, "ro")


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if mount is None or unmount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("Only root mounts a small disk, and only where there is mount.")
    command = [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("No small disk can be mounted here.")
    try:
        yield folder
    finally:
        subprocess.run([unmount, "-l", str(folder)], check=True)


def fill(folder: Path, leave: int = 0) -> None:
    """Take all the room of a disk but so many bytes.

    The program under test may write there meanwhile, too; then the disk is full before all is written.
    """
    free = shutil.disk_usage(folder).free
    try:
        with (folder / "filling").open("ab") as file:
            file.write(bytes(max(free - leave, 0)))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
