"""What the benchmarks have in common: rows, the machine they come from, a table to read and JSON to keep."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure.

    Args:
        name: what was measured.
        value: usually a median.
        unit: of the value and the spread.
        spread: the least and the largest that was seen; None where it was measured once.
    """

    name: str
    value: float
    unit: str
    spread: tuple[float, float] | None = None


def row_of(name: str, values: Sequence[float], unit: str) -> Row:
    """The median of some values, and between which they lie."""
    return Row(name, median(values), unit, (min(values), max(values)))


def machine() -> dict[str, object]:
    """Where it was measured."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("torch", "numpy", "PySide6-Essentials")},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def parser(description: str | None) -> argparse.ArgumentParser:
    """What every benchmark takes; each adds its own."""
    made = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    made.add_argument("--json", type=Path, metavar="FILE", help="write the rows and the machine there, too")
    return made


def tell(benchmark: str, rows: Sequence[Row], file: Path | None) -> int:
    """Print a Markdown table, and write the JSON where it is wanted; the exit status is 0."""
    where = machine()
    print(f"{benchmark}, on {where['cores']} × {where['processor']}\n", file=sys.stderr)
    print(f"| {benchmark} | | least | largest |\n| --- | ---: | ---: | ---: |")
    for row in rows:
        spread = ("", "") if row.spread is None else tuple(_figure(one) for one in row.spread)
        print(f"| {row.name} | {_figure(row.value)} {row.unit} | {spread[0]} | {spread[1]} |")
    if file is not None:
        told = {"benchmark": benchmark, "machine": where, "rows": [asdict(row) for row in rows]}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
