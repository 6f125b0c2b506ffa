"""The standalone program that `make package` built, for the tests that use it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bundle import facts

FOLDER = facts.ROOT / "build" / "package"


def built_program() -> Path:
    """The folder of the built program; the test is skipped where there is none of these very sources."""
    digest = FOLDER / "source.sha256"
    if not sys.platform.startswith("linux") or not digest.is_file():
        pytest.skip("There is no built program; `make package` builds it.")
    if digest.read_text() != facts.source_digest():
        pytest.skip("The built program is of other sources; `make package` builds it anew.")
    return FOLDER / facts.NAME


def run_built(program: Path, *arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the built program with hardly any environment but what is given."""
    plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    command = [program / facts.NAME, *arguments]
    return subprocess.run(command, env=plain | environ, capture_output=True, encoding="utf-8", timeout=300, check=False)
