"""A row of runs, one after the other."""

from collections.abc import Generator, Sequence

from lenet_app.runs.reports import Begun, Done, Failed, Kept, Missing, RowReport, Unkept
from lenet_app.runs.run import Run, make
from lenet_app.training.changes import Wish

Reports = Generator[RowReport, Wish, None]


def make_row(runs: Sequence[Run]) -> Reports:
    """Make every run, yielding its reports.

    A run that was done before is not made again, one whose data set is missing is passed over, and where one fails the
    others go on. Where the result of one cannot be kept the row ends, so that nothing is trained in vain.

    To stop, send True in place of taking the next report: the run ends as `make` says, and no other begins. A Change
    is one of the run that is under way.

    Raises:
        UserError: a place cannot be written to; nothing is trained from then on.
    """
    for run in runs:
        run.check()
    for number, run in enumerate(runs, start=1):
        if (found := run.place.found()) is not None:
            is_stopped = (yield Done(number, found)) is True
        elif not run.has_data:
            is_stopped = (yield Missing(number)) is True
        else:
            run.check()  # what lies there, and what room there is, may have changed meanwhile
            is_stopped = yield from make_one(run, number)
        if is_stopped:
            return


def make_one(run: Run, number: int) -> Generator[RowReport, Wish, bool]:
    """Make the run of this number, yielding its reports as those of a row; whether the row is to end."""
    is_stopped, is_kept = (yield Begun(number)) is True, True
    reports = make(run)
    try:
        report = next(reports)
        while True:
            is_kept = not isinstance(report, Unkept)
            told = Done(number, report.where) if isinstance(report, Kept) else report
            wish = yield told
            is_stopped = wish is True or is_stopped
            report = reports.send(is_stopped or wish)
    except StopIteration:
        return is_stopped
    except Exception as error:
        if not is_kept:
            raise
        # The others can still be made.
        return (yield Failed(number, error)) is True or is_stopped
