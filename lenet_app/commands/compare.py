"""`lenet-app compare`: kept runs beside each other, what they have otherwise, and the figures of all their epochs."""

import argparse
import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lenet_app.commands.output import aligned, answer, complain, json_line
from lenet_app.json_values import told
from lenet_app.language import tr
from lenet_app.runs.comparison.courses import Along, Measure
from lenet_app.runs.comparison.differences import differing
from lenet_app.runs.comparison.facts import facts_of
from lenet_app.runs.comparison.report import Compared, as_html
from lenet_app.runs.kept.figures import EpochFigures
from lenet_app.runs.kept.kept_run import KeptRun
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.files import check_writable, write_whole

_OF_RUN = ("run", "state", "network", "data_set", "seed", "accuracy")
_LEAST_DPI, _USUAL_DPI, _MOST_DPI = 50, 200, 1200


def summary() -> str:
    """The command in half a sentence."""
    return tr("compare kept trainings: their results, their settings, and the figures of their epochs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("runs", nargs="+", metavar="RUN", help=tr("what `lenet-app runs` calls them"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=tr("save a row for each epoch of each run"))
    parser.add_argument("--html", type=Path, metavar="FILE", help=tr("save a page of the web with all of it"))
    parser.add_argument("--svg", type=Path, metavar="FILE", help=tr("save the curves as SVG"))
    parser.add_argument("--png", type=Path, metavar="FILE", help=tr("save the curves as a picture"))
    parser.add_argument("--dpi", type=_dpi, default=_USUAL_DPI, help=tr("pixels to an inch of that picture"))
    parser.add_argument("--by", choices=[str(one) for one in Along], default=str(Along.EPOCH), help=tr("what is below"))
    measures = tr("what the curves show; without it the hold-out, or the training pictures where nothing was held out")
    parser.add_argument("--measure", choices=[str(one) for one in Measure], help=measures)


def _dpi(text: str) -> int:
    value = int(text) if text.isdecimal() and len(text) <= len(str(_MOST_DPI)) else 0
    if not _LEAST_DPI <= value <= _MOST_DPI:
        sentence = tr("it must be a whole number from {least} to {most}, not {value}")
        raise argparse.ArgumentTypeError(sentence.format(least=_LEAST_DPI, most=_MOST_DPI, value=text))
    return value


def run(options: argparse.Namespace) -> int:
    """Print a line for each run with what differs, and save what is to be saved."""
    store = RunStore(options.home.runs)
    for path in (options.csv, options.html, options.svg, options.png):
        if path is not None:
            check_writable(path)
    facts = [facts_of(store.find(name)) for name in dict.fromkeys(options.runs)]
    for one in facts:
        if one.fault:
            complain(one.fault)
    if options.csv is not None:
        write_whole(options.csv, _table([one.run for one in facts]))
    if options.html or options.svg or options.png:
        _save(Compared.of(facts), options)
    names = differing([one.settings for one in facts])
    settings = [{name: one.settings.get(name) for name in names} for one in facts]
    if options.json:
        for one, differences in zip(facts, settings, strict=True):
            answer(json_line({**_facts(one.run), "seconds": one.run.head.seconds, "settings": differences}))
        return 0
    titles = [tr("Run"), tr("State"), tr("Epochs"), tr("Right"), tr("Seconds"), *names]
    rows = [
        (*_cells(one.run), *(told(value) for value in differences.values()))
        for one, differences in zip(facts, settings, strict=True)
    ]
    answer(aligned([tuple(titles), *rows], right=(2, 3, 4)))
    return 0


def _save(compared: Compared, options: argparse.Namespace) -> None:
    from lenet_app.charts.svg import as_svg  # noqa: PLC0415 - most comparisons need no charts

    if options.html:
        when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        write_whole(options.html, as_html(compared, when).encode())
    measure = Measure(options.measure) if options.measure else compared.usual_measure()
    svg = as_svg(compared.chart(measure, Along(options.by)))
    if options.svg:
        write_whole(options.svg, svg.encode())
    if options.png:
        from lenet_app.gui.system.preflight import check_window_can_open  # noqa: PLC0415 - the one command that draws

        check_window_can_open({"QT_QPA_PLATFORM": "offscreen"})
        from lenet_app.gui.plots.offscreen import png_without_window  # noqa: PLC0415

        write_whole(options.png, png_without_window(svg, options.dpi))


def _cells(one: KeptRun) -> tuple[str, ...]:
    head = one.head
    right = "" if head.accuracy is None else f"{100 * head.accuracy:.2f} %"
    seconds = "" if head.seconds is None else f"{head.seconds:.1f}"
    return one.name, one.state.label, str(one.epochs_done), right, seconds


def _facts(one: KeptRun) -> dict[str, Any]:
    head = one.head
    values = (one.name, str(one.state), head.network, head.data_set, head.seed, head.accuracy)
    return dict(zip(_OF_RUN, values, strict=True))


def _table(runs: Sequence[KeptRun]) -> bytes:
    """A row for each epoch of each run; runs without one have a row of their own."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*_OF_RUN, *EpochFigures._fields))
    for one in runs:
        facts = _facts(one).values()
        writer.writerows((*facts, *row) for row in one.epochs() or ((None,) * len(EpochFigures._fields),))
    return text.getvalue().encode()
