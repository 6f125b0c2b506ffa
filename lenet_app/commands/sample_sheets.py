"""Printed sheets on the command line: written as a PDF, and read from photographs, for `lenet-app samples`."""

import argparse
from pathlib import Path

from lenet_app.commands.output import aligned, answer, json_line
from lenet_app.errors import UserError
from lenet_app.language import tr, trn
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.sheets.layout import EACH, Paper, layout_for
from lenet_app.samples.sheets.writing import Written, written_on
from lenet_app.samples.store import SampleStore
from lenet_app.storage.files import check_writable, write_whole
from lenet_app.storage.library import ModelLibrary


def add_sheet_arguments(parser: argparse.ArgumentParser) -> None:
    """What concerns sheets."""
    each = tr("for sheet: boxes for each digit, 10 (default) or 5 large ones")
    parser.add_argument("--each", type=int, choices=EACH, default=EACH[0], help=each)
    papers = [str(paper) for paper in Paper]
    parser.add_argument("--paper", choices=papers, default=str(Paper.A4), help=tr("for sheet: what is printed on"))
    photographs = tr("for add: photographs or scans of printed sheets that were written on")
    parser.add_argument("--sheet", nargs="+", type=Path, metavar="PHOTO", help=photographs)
    look = tr("with --sheet: tell what is read, and keep nothing")
    parser.add_argument("--dry-run", action="store_true", help=look)


def write_sheet(_store: SampleStore, options: argparse.Namespace) -> None:
    """A sheet to print, as a PDF."""
    if len(options.what) != 1 or not options.what[0].lower().endswith(".pdf"):
        raise UserError(tr("Name one file for the sheet: `lenet-app samples sheet FILE.pdf`."))
    path, layout = Path(options.what[0]), layout_for(Paper(options.paper), options.each)
    check_writable(path)
    from lenet_app.gui.system.preflight import check_window_can_open  # noqa: PLC0415 - Qt is for this alone

    check_window_can_open({"QT_QPA_PLATFORM": "offscreen"})
    from lenet_app.gui.digits.printed_sheet import pdf_without_window  # noqa: PLC0415

    write_whole(path, pdf_without_window(layout))
    if options.json:
        answer(json_line({"file": str(path), "paper": str(layout.paper), "each": layout.each}))
    else:
        text = tr("Print {file}, write on it, and bring it back: `lenet-app samples add --sheet PHOTO`.")
        answer(text.format(file=path))


def add_sheets(store: SampleStore, options: argparse.Namespace) -> None:
    """What is written on photographed sheets, all of it or, where one of them cannot be read, nothing."""
    if options.what:
        raise UserError(tr("Sheets tell by themselves which digits they hold: name photographs alone."))
    recognizer = Recognizer(ModelLibrary(options.home.models).open(options.model))
    read = [one for path in options.sheet for one in written_on(path, recognizer)]
    added = 0 if options.dry_run else len(store.add(one.sample for one in read))
    if options.json:
        for one in read:
            answer(json_line(_facts(one)))
        answer(json_line({"read": len(read), "added": added}))
        return
    doubted = [one for one in read if one.doubted]
    if doubted:
        answer(tr("The model does not see these as what was wanted:"))
        answer(
            aligned([(tr("Photograph"), tr("Digit"), tr("Box"), tr("Answer")), *map(_row, doubted)], right=(1, 2, 3))
        )
    answer(trn("{count} digit was read.", "{count} digits were read.", len(read)).format(count=len(read)))
    if not options.dry_run:
        answer(trn("{count} sample was added.", "{count} samples were added.", added).format(count=added))


def _facts(one: Written) -> dict[str, object]:
    sample = one.sample
    facts = {"file": str(one.file), "label": sample.label, "box": one.number}
    return {**facts, "answer": sample.answer, "model": sample.model, "doubted": one.doubted}


def _row(one: Written) -> tuple[str, ...]:
    is_other = one.sample.answer != one.sample.label
    return one.file.name, str(one.wanted), str(one.number), str(one.sample.answer) if is_other else tr("not sure")
