"""Taking the symbols for debuggers out of libraries that still have them."""

import shutil
import subprocess
import sys
from pathlib import Path

# auditwheel moved the parts of NumPy's and Pillow's libraries about; a stripped one does not load.
_DELICATE = ("numpy", "numpy.libs", "pillow.libs")
# Pillow's own modules load without what debuggers read, which is three quarters of the largest.
_WITH_DEBUG = "PIL"
_WORTH_IT = 50_000  # bytes
_ELF = b"\x7fELF"


def strip_libraries(folder: Path) -> int:
    """Strip the larger libraries below a folder and return how many bytes that saved.

    On Linux with binutils only; the linkers of Windows and macOS leave nothing to strip.
    """
    strip = shutil.which("strip")
    if strip is None or not sys.platform.startswith("linux"):
        return 0
    saved = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink() and path.is_file() and _is_worth_it(path.relative_to(folder), path):
            before = path.stat().st_size
            what = "--strip-debug" if _WITH_DEBUG in path.parts else "--strip-unneeded"
            subprocess.run([strip, what, str(path)], check=True, capture_output=True)
            saved += before - path.stat().st_size
    return saved


def _is_worth_it(place: Path, path: Path) -> bool:
    if {*place.parts} & {*_DELICATE} or path.stat().st_size < _WORTH_IT:
        return False
    with path.open("rb") as file:
        return file.read(len(_ELF)) == _ELF and ".so" in path.name
