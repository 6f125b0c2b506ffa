"""Folders that cannot be looked into, for root either."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def closed(folder: Path) -> Iterator[Path]:
    """Close a folder for as long as the test looks at it; root, who can look into all, is somebody else meanwhile."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Folders are closed in another way there.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o000)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            _be_nobody()
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


def _be_nobody() -> None:
    """Be somebody who may read the project, for it reads modules and models meanwhile, but nobody's folders."""
    try:
        os.seteuid(_NOBODY)
    except OSError:
        pytest.skip("Root may not be somebody else here.")
    if not os.access(__file__, os.R_OK, effective_ids=True):
        pytest.skip("The project lies where nobody but root may read it.")
