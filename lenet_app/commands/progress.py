"""Progress bars on standard error, so that standard output holds the results alone.

Only a terminal gets them: in a file they would be thousands of lines.
"""

from typing import NoReturn

from tqdm import tqdm

from lenet_app.commands.output import ErrorsOrNothing, printable
from lenet_app.language import tr
from lenet_app.runs.reports import Measuring, Prepared, RowReport
from lenet_app.training.reports import BatchReport, DeviceReport


def progress_bar(pictures: int, title: str) -> "tqdm[NoReturn]":
    """A bar with the time left over so many pictures; it is wiped away at its end."""
    return _bar(pictures, title, " " + tr("pictures"))


def bytes_bar(size: int, title: str) -> "tqdm[NoReturn]":
    """A bar with the time left over so many bytes; it is wiped away at its end."""
    return _bar(size, title, "B", is_scaled=True)


def _bar(total: int, title: str, unit: str, *, is_scaled: bool = False) -> "tqdm[NoReturn]":
    """A bar where standard error is a terminal, and elsewhere what takes its calls and shows nothing."""
    return tqdm(
        total=total,
        desc=title,
        unit=unit,
        unit_scale=is_scaled,
        file=ErrorsOrNothing(),
        leave=False,
        dynamic_ncols=True,
        disable=None,
    )


class RunBar:
    """A bar that follows the reports of a run: over its training, then over the measuring."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None

    def show(self, report: RowReport, title: str) -> None:
        """Show a report; all but those of the steps wipe the bar away for now, so that a line can be printed."""
        match report:
            case Prepared(length=length):
                self._begin(length.images, title)
            case Measuring(images=0, total=total):
                self._begin(total, tr("Evaluating"))
            case Measuring(images=images):
                self._update(images)
            case BatchReport(epoch=epoch, loss=loss):
                self._update(report.images, tr("epoch {epoch}, loss {loss:.3f}").format(epoch=epoch, loss=loss))
            case DeviceReport(device=device, reason=reason) if self._bar is not None:
                text = reason or tr("Training on {device}").format(device=device.title)
                self._bar.write(printable(text), file=ErrorsOrNothing())
            case _ if self._bar is not None:
                self._bar.clear()

    def close(self) -> None:
        """Wipe the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _begin(self, pictures: int, title: str) -> None:
        self.close()
        self._bar = progress_bar(pictures, title)

    def _update(self, pictures: int, text: str = "") -> None:
        if self._bar is not None:
            self._bar.set_postfix_str(text, refresh=False)
            self._bar.update(pictures - self._bar.n)
