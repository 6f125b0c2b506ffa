"""The checks of a self-test as values, and how they are run."""

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lenet_app.errors import UserError


class CheckFailed(Exception):  # noqa: N818 - reads as what it says
    """What was checked is not as it should be; the message says what is."""


@dataclass(frozen=True)
class Check:
    """What came of one check.

    Args:
        name: what was checked.
        ok: whether it is as it should be.
        seconds: how long that took.
        detail: what was seen, or what is wrong.
    """

    name: str
    ok: bool
    seconds: float
    detail: str


def run_check(name: str, work: Callable[[], str]) -> Check:
    """Run one check; whatever it raises is its failure.

    Args:
        name: what is checked.
        work: checks it and returns what was seen.
    """
    began = time.perf_counter()
    try:
        ok, detail = True, work()
    except (CheckFailed, UserError) as failure:
        ok, detail = False, str(failure)
    except Exception as failure:  # noqa: BLE001 - a defect is what a self-test looks for
        ok, detail = False, "".join(traceback.format_exception(failure)).strip()
    return Check(name, ok, round(time.perf_counter() - began, 3), detail)


def failed(names: Sequence[str], why: str) -> Iterator[Check]:
    """Checks that could not be run at all."""
    for name in names:
        yield Check(name, ok=False, seconds=0.0, detail=why)


def require(holds: bool, fault: str) -> None:
    """Fail the check that runs unless something holds.

    Raises:
        CheckFailed: it does not.
    """
    if not holds:
        raise CheckFailed(fault)


def as_json(checks: Sequence[Check], versions: dict[str, str]) -> dict[str, Any]:
    """The whole report: `ok`, `checks` and `versions`."""
    return {
        "ok": bool(checks) and all(check.ok for check in checks),
        "checks": [asdict(check) for check in checks],
        "versions": versions,
    }
