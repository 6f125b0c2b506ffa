"""Folders that cannot be looked into, for root either."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def closed(folder: Path) -> Iterator[Path]:
    """Close a folder for as long as the test looks at it; root, who can look into all, is somebody else meanwhile."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Folders are closed in another way there.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o000)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)
