"""The figures as text: tables for the terminal and for a model's card, and JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.tools.handwriting_measure.figures import Share
from tests.tools.handwriting_measure.plan import PLANS
from tests.tools.handwriting_measure.results import (
    MOST_REFUSED,
    DigitResult,
    DoubtResult,
    LetterResult,
    NumberResult,
)

Result = DigitResult | LetterResult | NumberResult

_UNREAD_SHOWN = 10
_NOTHING = "–"


@dataclass
class Report:
    """What was measured of one model: the result of every set by its name, and how letters and digits are refused."""

    model: str
    results: dict[str, Result] = field(default_factory=dict)
    doubt: DoubtResult | None = None

    def of_digits(self) -> dict[str, DigitResult]:
        """The sets of digits."""
        return {name: result for name, result in self.results.items() if isinstance(result, DigitResult)}


def terminal_text(reports: Sequence[Report]) -> str:
    """All figures, the models beside each other as far as there is one number a set, below each other beyond."""
    parts = [_aligned(_summary(reports))]
    for report in reports:
        if report.of_digits():
            parts.append(f"{report.model}: right by digit, %\n{_aligned(_digit_rows(report))}")
        parts += [line for line in (_worst_text(report), _doubt_text(report), _unread_text(report)) if line]
    return "\n\n".join(parts)


def markdown_text(reports: Sequence[Report]) -> str:
    """The figures for a model's card: one table of all sets, and what is refused."""
    header, *rows = _summary(reports)
    titles = {plan.name: plan.title for plan in PLANS}
    cells = [[titles.get(name, name), *others] for name, *others in rows]
    rows = [header, ["---", *["---:"] * (len(header) - 1)], *cells]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    for report in reports:
        doubt = _doubt_text(report)
        lines += ["", doubt] if doubt else []
    return "\n".join(lines) + "\n"


def json_value(reports: Sequence[Report]) -> dict[str, Any]:
    """Every figure by model and set, as plain values."""
    return {
        report.model: {
            "sets": {name: asdict(result) for name, result in report.results.items()},
            "doubt": None if report.doubt is None else asdict(report.doubt),
        }
        for report in reports
    }


def percent(value: float) -> str:
    """A share in per cent, with two digits after the point."""
    return f"{100 * value:.2f}"


def _summary(reports: Sequence[Report]) -> list[list[str]]:
    """The table of all sets with its header; a column in which nothing was measured is left out."""
    rows = [_header(reports), *_summary_rows(reports)]
    filled = [any(row[column] for row in rows[1:]) for column in range(len(rows[0]))]
    return [[cell for cell, is_filled in zip(row, filled, strict=True) if is_filled] for row in rows]


def _header(reports: Sequence[Report]) -> list[str]:
    if len(reports) == 1:
        return ["set", "n", "right %", "not sure %", "to drawn, points"]
    heads = [[f"{report.model}: right %", "not sure %", "to drawn, points"] for report in reports]
    return ["set", "n", *(head for own in heads for head in own)]


def _summary_rows(reports: Sequence[Report]) -> list[list[str]]:
    names = list(dict.fromkeys(name for report in reports for name in report.results))
    rows = []
    for name in names:
        results = [report.results[name] for report in reports]
        rows.append([name, str(_count(results[0])), *(cell for result in results for cell in _cells(result))])
        if isinstance(results[0], NumberResult):
            numbers = [result for result in results if isinstance(result, NumberResult)]
            whole = [cell for one in numbers for cell in (percent(one.whole.value), percent(1 - one.sure.value), "")]
            rows.append([f"whole {name}", str(results[0].whole.whole), *whole])
            sure = [cell for one in numbers for cell in (percent(one.right_of_sure.value), "", "")]
            rows.append([f"sure {name}", str(numbers[0].right_of_sure.whole), *sure])
    return rows


def _count(result: Result) -> int:
    match result:
        case DigitResult():
            return result.right.whole
        case LetterResult():
            return result.not_sure.whole
        case NumberResult():
            return result.digits


def _cells(result: Result) -> list[str]:
    match result:
        case DigitResult():
            difference = "" if result.difference is None else f"{100 * result.difference:+.2f}"
            return [percent(result.right.value), percent(result.not_sure.value), difference]
        case LetterResult():
            return ["", percent(result.not_sure.value), ""]
        case NumberResult():
            return [percent(result.digits_right), percent(result.doubtful.value), ""]


def _digit_rows(report: Report) -> list[list[str]]:
    rows = [["set", *map(str, range(10)), "right of sure", "calibration error"]]
    for name, result in report.of_digits().items():
        shares = [result.by_digit.get(str(digit), Share(0, 0)) for digit in range(10)]
        cells = [percent(share.value) if share.whole else _NOTHING for share in shares]
        rows.append([name, *cells, percent(result.right_of_sure.value), percent(result.calibration_error)])
    return rows


def _worst_text(report: Report) -> str:
    """The worst writers; only of strokes as they were drawn, for the others have the same writers."""
    lines = []
    for name, result in report.of_digits().items():
        if result.worst_writers and result.difference is None:
            writers = (f"{who} {percent(share.value)} of {share.whole}" for who, share in result.worst_writers.items())
            lines.append(f"  {name}: {', '.join(writers)}")
    return "\n".join([f"{report.model}: worst writers, % right", *lines]) if lines else ""


def _doubt_text(report: Report) -> str:
    doubt = report.doubt
    if doubt is None:
        return ""
    return (
        f"{report.model}: {percent(doubt.letters_refused.value)} % of {doubt.letters_refused.whole} letters are not "
        f"sure, and {percent(doubt.digits_refused.value)} % of {doubt.digits_refused.whole} pen-stroke digits. A "
        f"threshold that refuses {100 * MOST_REFUSED:g} % of these digits ({doubt.threshold:.4f}) refuses "
        f"{percent(doubt.letters_at_threshold.value)} % of the letters."
    )


def _unread_text(report: Report) -> str:
    """What could not be read, which counts as wrong."""
    lines = []
    for name, result in report.results.items():
        unread = [] if isinstance(result, LetterResult) else result.unread
        lines += [f"  {name}: {each}" for each in unread[:_UNREAD_SHOWN]]
        if len(unread) > _UNREAD_SHOWN:
            lines.append(f"  {name}: and {len(unread) - _UNREAD_SHOWN} more, all in figures.json")
    return "\n".join([f"{report.model}: could not be read, counted as wrong", *lines]) if lines else ""


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    if not rows[0]:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join(lines)
