"""What the tests of downloads share: a file to fetch, and looking at what became of it."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from lenet_app.data.download import Progress, download
from lenet_app.data.sources import SourceFile
from lenet_app.errors import UserError

CONTENT = np.random.default_rng(5).bytes(300_000)
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def fetched(file: SourceFile, folder: Path, timeout: float = 20.0) -> list[Progress]:
    """All reports of a download."""
    return list(download(file, folder, timeout=timeout))


def failure(file: SourceFile, folder: Path, timeout: float = 20.0) -> str:
    """The sentence that a download ends with."""
    with pytest.raises(UserError) as caught:
        fetched(file, folder, timeout)
    return str(caught.value)


def part(folder: Path) -> Path:
    """Where what has come lies."""
    return folder / "set.gz.part"


def assert_done(folder: Path) -> None:
    """The file is in place, and nothing else."""
    assert [path.name for path in folder.iterdir()] == ["set.gz"]
    assert (folder / "set.gz").read_bytes() == CONTENT


def assert_kept(folder: Path, size: int) -> None:
    """The beginning of the file is kept, and nothing else."""
    assert [path.name for path in folder.iterdir()] == ["set.gz.part"]
    assert part(folder).read_bytes() == CONTENT[:size]
