"""`lenet-app samples`: one's own digits: listed, added, exported, imported."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lenet_app.commands.output import aligned, answer, json_line
from lenet_app.commands.sample_sheets import add_sheet_arguments, add_sheets, write_sheet
from lenet_app.errors import UserError
from lenet_app.language import tr, trn
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.exchange import write_idx, write_pictures
from lenet_app.samples.labelling import Said, answered
from lenet_app.samples.lines import label_of, sample_facts, sample_line, sample_of_file, samples_in
from lenet_app.samples.packing import SUFFIX, personal_model, write_person
from lenet_app.samples.profiles import profile_of
from lenet_app.samples.sample import Sample, Source
from lenet_app.samples.store import Query, SampleStore
from lenet_app.samples.unpacking import take_in
from lenet_app.storage.files import write_whole
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model

_ACTIONS = ("list", "add", "export", "import", "sheet")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:+.]+)?)?)?")
_KINDS = ("jsonl", "idx", "png")


def summary() -> str:
    """The command in half a sentence."""
    return tr("list, add, export or import your own labelled digits")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    action = tr(
        "list (without an action, too); add LABEL PICTURE…, or add --sheet PHOTO…; sheet FILE.pdf to print; export "
        "FILE.jsonl, FILE.zip with the model that learned them, or FOLDER with --as; import FILE.jsonl, FILE.zip, a "
        "folder of pictures for each digit, or a CSV; - is standard output or input"
    )
    parser.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help=action)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=tr("what the action takes"))
    kinds = tr("how to export: a line of JSON each (default), IDX files as MNIST's, or a folder of PNG for each digit")
    parser.add_argument("--as", dest="kind", choices=_KINDS, default=_KINDS[0], help=kinds)
    parser.add_argument("--label", metavar="D", help=tr("only those of this digit"))
    parser.add_argument("--wrong", action="store_true", help=tr("only those that were answered wrongly"))
    model = tr("only those that this model answered; for add, the name or file of the model that answers")
    parser.add_argument("--model", metavar="M", help=model)
    parser.add_argument("--since", metavar="DATE", default="", help=tr("only those labelled then or later"))
    parser.add_argument("--until", metavar="DATE", default="", help=tr("only those labelled then or earlier"))
    add_sheet_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Do what is asked with the samples in the user's data folder."""
    store = SampleStore(options.home.samples)
    try:
        does = {"list": _list, "add": _add, "export": _export, "import": _import, "sheet": write_sheet}
        does[options.action](store, options)
    finally:
        store.close()
    return 0


def _query(options: argparse.Namespace) -> Query:
    label = None if options.label is None else label_of(options.label)
    return Query(label, options.wrong, options.model, _date(options.since), _date(options.until))


def _date(text: str) -> str:
    """A year, a month, a day or a moment, as far as it goes; empty for none."""
    if text and not _DATE.fullmatch(text):
        raise UserError(tr("A date must be like 2026, 2026-11 or 2026-11-29, not {text}.").format(text=text))
    return text


def _only(options: argparse.Namespace) -> str:
    """The one file that an action takes."""
    if len(options.what) != 1:
        raise UserError(tr("Name one file: `lenet-app samples {action} FILE.jsonl`.").format(action=options.action))
    return str(options.what[0])


def _list(store: SampleStore, options: argparse.Namespace) -> None:
    if options.what:
        raise UserError(tr("A list takes no files: --label, --wrong, --model, --since and --until narrow it."))
    query = _query(options)
    if options.json:
        for sample in store.all(query):
            answer(json_line({"id": sample.id, **_facts(sample)}))
        return
    counts = store.counts(query)
    if not sum(counts):
        answer(tr("There is no such sample."))
        return
    answer(aligned([(tr("Digit"), tr("Samples")), *((str(d), str(n)) for d, n in enumerate(counts))], right=(0, 1)))
    answer(_count_text(sum(counts), store.file))


def _facts(sample: Sample) -> dict[str, Any]:
    facts = sample_facts(sample)
    return {name: value for name, value in facts.items() if name not in ("strokes", "colours", "picture")}


def _add(store: SampleStore, options: argparse.Namespace) -> None:
    if options.sheet:
        add_sheets(store, options)
        return
    if len(options.what) < 2:
        raise UserError(tr("Name a digit and pictures of it: `lenet-app samples add 7 a.png b.png`."))
    label, model = label_of(options.what[0]), ModelLibrary(options.home.models).open(options.model)
    recognizer, samples = Recognizer(model), []
    for path in options.what[1:]:
        plain = sample_of_file(Path(path), Said(label, Source.FILE))
        samples.append(answered(plain, recognizer))
    _tell_kept(len(store.add(samples)), options)


def _export(store: SampleStore, options: argparse.Namespace) -> None:
    name, query = _only(options), _query(options)
    if options.kind == "jsonl" and _is_zip(name):
        _export_person(store, query, name, options)
        return
    if options.kind != "jsonl":
        pictures = store.pictures(query)
        {"idx": write_idx, "png": write_pictures}[options.kind](Path(name), pictures)
        _tell_exported(len(pictures), name, options)
        return
    lines = (sample_line(one) for one in store.all(query))
    if name == "-":
        for line in lines:
            answer(line)
        return
    told = "".join(f"{line}\n" for line in lines)
    write_whole(Path(name), told.encode())
    _tell_exported(told.count("\n"), name, options)


def _export_person(store: SampleStore, query: Query, name: str, options: argparse.Namespace) -> None:
    library = ModelLibrary(options.home.models)
    entry = personal_model(library)
    model = None if entry is None else read_model(entry.path)
    whose = profile_of(options.home)
    count = write_person(Path(name), store.all(query), model, whose.name if whose.is_named else "")
    _tell_exported(count, name, options, {"model": model and model.name})
    if not options.json and model is not None:
        answer(tr("The model {model} is in it, too.").format(model=model.name))


def _tell_exported(
    count: int, name: str, options: argparse.Namespace, more: Mapping[str, object] = MappingProxyType({})
) -> None:
    if options.json:
        answer(json_line({"file": name, "samples": count, **more}))
    else:
        answer(_count_text(count, name))


def _count_text(count: int, file: Path | str) -> str:
    return trn("{count} sample in {file}", "{count} samples in {file}", count).format(count=count, file=file)


def _import(store: SampleStore, options: argparse.Namespace) -> None:
    """All of it or, where something is no sample, none of it."""
    name = _only(options)
    if _is_zip(name):
        numbers, entry = take_in(Path(name), store, ModelLibrary(options.home.models))
        _tell_kept(len(numbers), options, {"model": entry and entry.name})
        if not options.json and entry is not None:
            answer(tr("The model {model} was added.").format(model=entry.name))
        return
    _tell_kept(len(store.add(samples_in(name))), options)


def _is_zip(name: str) -> bool:
    return name.lower().endswith(SUFFIX)


def _tell_kept(count: int, options: argparse.Namespace, more: Mapping[str, object] = MappingProxyType({})) -> None:
    if options.json:
        answer(json_line({"added": count, **more}))
    else:
        answer(trn("{count} sample was added.", "{count} samples were added.", count).format(count=count))
