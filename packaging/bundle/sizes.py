"""How large the program is, and what of it is large."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MEGABYTE = 1_000_000


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below a folder; a link is none, for what it leads to counts."""
    yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def size_of(folder: Path) -> int:
    """The size of all files below a folder, in bytes."""
    return sum(path.stat().st_size for path in files_of(folder))


def by_component(folder: Path) -> list[tuple[str, int]]:
    """What each part of the program takes, in bytes, the largest first."""
    sizes: Counter[str] = Counter()
    for path in files_of(folder):
        sizes[_component(path.relative_to(folder))] += path.stat().st_size
    return sizes.most_common()


def report(folder: Path, *, most: int = 16) -> str:
    """The sizes as a table; what comes after the largest is one row."""
    rows = by_component(folder)
    rest = sum(size for _, size in rows[most:])
    rows = [*rows[:most], *([("all else", rest)] if rest else []), ("together", size_of(folder))]
    return "\n".join(f"{size / MEGABYTE:8.1f} MB  {name}" for name, size in rows)


def _component(place: Path) -> str:
    parts = place.parts[1:] if place.parts[0] == "_internal" else place.parts
    if len(parts) == 1:
        return "modules and program" if not parts[0].count(".so") else "Python and libraries of the system"
    owner = {"numpy.libs": "numpy", "pillow.libs": "PIL", "shiboken6": "PySide6"}.get(parts[0], parts[0])
    if owner in ("torch", "lenet_app", "PySide6") and len(parts) > 2:
        inner = parts[1] if parts[1] != "Qt" else "/".join(parts[1:3])
        return f"{owner}/{inner}"
    return owner
