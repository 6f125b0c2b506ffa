"""`lenet-app personalise`: a model learns one's own digits, and it is told what that gained and cost."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from lenet_app.commands.interrupt import interrupt
from lenet_app.commands.output import aligned, answer, complain, json_line
from lenet_app.commands.progress import progress_bar
from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.ink.normalise import SIDE
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.soundness import tried
from lenet_app.runs.stepping import stepped
from lenet_app.samples.base import base_of
from lenet_app.samples.figures import Compared, Figures
from lenet_app.samples.lines import read_samples
from lenet_app.samples.more import More, expectation_of, sentence_of
from lenet_app.samples.personalising import Personalised, Progress, Wanted, personalised
from lenet_app.samples.store import SampleStore
from lenet_app.storage.files import check_writable
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import bytes_of, write_model


def summary() -> str:
    """The command in half a sentence."""
    return tr("have a model learn your own digits, in seconds")


def json_summary() -> str:
    """What `--json` prints."""
    return tr("print one JSON object with the figures before and after")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    samples = tr(
        "a JSON object a line: a label, and strokes or a picture, as `lenet-app samples export` writes (default: your "
        "own samples)"
    )
    parser.add_argument("samples", nargs="?", metavar="SAMPLES.jsonl", help=samples)
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model to begin with"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=tr("of everything random (default: 1)"))
    output = tr("the file of the new model (default: among your models)")
    parser.add_argument("--output", type=Path, metavar="FILE", help=output)


def run(options: argparse.Namespace) -> int:
    """Learn, measure, write; nothing is written where it is stopped."""
    if options.seed < 0:
        raise UserError(tr("The seed must be 0 or more, not {value}.").format(value=options.seed))
    library = ModelLibrary(options.home.models)
    start = base_of(tried(library.open(options.model)), library)
    if options.output is None:
        library.check_writable(size=bytes_of(start.architecture))
    else:
        check_writable(options.output, bytes_of(start.architecture))
    own, output = _own(options), options.output
    made, more = None, None
    with interrupt() as stop, progress_bar(0, tr("Learning")) as bar:
        for report in stepped(personalised(Wanted(start, own, options.seed, asks_more=True)), stop.is_set):
            match report:
                case Progress(done=done, total=total):
                    bar.total = total
                    bar.update(done - bar.n)
                case Personalised():
                    made = report
                    if options.output is None:
                        output = library.save(made.model).path
                    else:
                        write_model(made.model, options.output)
                    bar.set_description(tr("Which more are worth writing"))
                case More():
                    more = report
    if made is None:
        complain(tr("Stopped; no model was written."))
        return stop.status or 1
    answer(json_line(_facts(made, more, start, output)) if options.json else _text(made, more, output))
    return stop.status or 0


def _own(options: argparse.Namespace) -> Pictures:
    """The samples of a file, or those that are kept."""
    if options.samples is None:
        store = SampleStore(options.home.samples)
        try:
            own = store.pictures()
        finally:
            store.close()
    else:
        samples = list(read_samples(options.samples))
        pictures = np.array([sample.picture for sample in samples], np.uint8).reshape(-1, 1, SIDE, SIDE)
        own = Pictures(pictures, np.array([sample.label for sample in samples], np.uint8))
    if not len(own):
        raise UserError(tr("There is no sample in {file}.").format(file=options.samples or options.home.samples))
    return own


def _facts(made: Personalised, more: More | None, start: Model, output: Path) -> dict[str, Any]:
    figures = made.figures
    own = {"samples": figures.own.count, "parts": figures.parts, **_shares(figures.own)}
    digits = [{"digit": digit, "samples": one.count, **_shares(one)} for digit, one in enumerate(figures.digits)]
    return {
        "model": str(output),
        "from": start.name,
        "seconds": made.seconds,
        "own": {**own, "digits": digits},
        "mnist": {"pictures": figures.test.count, **_shares(figures.test)},
        "refused": {"pictures": figures.refused.count, **_shares(figures.refused)},
        "more": None if more is None else _more(more),
    }


def _more(more: More) -> dict[str, Any]:
    """Of which digits more are worth writing, what is expected of that, and what it was told from."""
    curve = [
        {"samples": samples, "right": right, "wrong": one.wrong}
        for (samples, right), one in zip(more.measured(), more.points, strict=True)
    ]
    told = {"each": more.each, "digits": more.digits, "too_few": more.too_few, "sentence": sentence_of(more)}
    return {**told, "right_now": more.now, "right_then": more.then, "curve": curve}


def _shares(one: Compared) -> dict[str, float | None]:
    """The shares that were answered as they should be, before and after; of nothing there is none."""
    shares = (one.before / one.count, one.after / one.count) if one.count else (None, None)
    return dict(zip(("before", "after"), shares, strict=True))


def _text(made: Personalised, more: More | None, output: Path) -> str:
    rows = [("", tr("Samples"), tr("Right before"), tr("After")), *_rows(made.figures)]
    table = aligned(rows, right=(1, 2, 3))
    lines = [table, tr("{path}, after {seconds:.1f} s").format(path=output, seconds=made.seconds)]
    if more is not None:
        lines += [sentence_of(more), expectation_of(more)]
    return "\n".join(filter(None, lines))


def _rows(figures: Figures) -> list[tuple[str, ...]]:
    told = [(str(digit), one) for digit, one in enumerate(figures.digits)]
    told += [(tr("My digits"), figures.own), (tr("MNIST’s test set"), figures.test)]
    told += [(tr("No digit, refused"), figures.refused)]
    return [(name, str(one.count), _percent(one.before, one), _percent(one.after, one)) for name, one in told]


def _percent(part: int, one: Compared) -> str:
    return f"{100 * part / one.count:.2f} %" if one.count else "–"
