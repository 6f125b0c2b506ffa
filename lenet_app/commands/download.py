"""`lenet-app download`: fetches data sets that do not come with the program."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lenet_app.commands.interrupt import status_of
from lenet_app.commands.output import answer, complain, json_line, say
from lenet_app.commands.progress import bytes_bar
from lenet_app.data.catalogue import MNIST, title_of
from lenet_app.data.download import download
from lenet_app.data.sources import SOURCES, Source, SourceFile, is_downloaded, source
from lenet_app.errors import UserError
from lenet_app.language import tr, trn


def summary() -> str:
    """The command in half a sentence."""
    return tr("fetch data sets from the network, or list those that can be fetched")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    named = tr("the data sets: {known} (default: --list)").format(known=", ".join(SOURCES))
    parser.add_argument("names", nargs="*", metavar="NAME", help=named)
    parser.add_argument("--list", action="store_true", help=tr("fetch nothing; tell sizes, and which are here already"))
    parser.add_argument("--from", dest="mirror", metavar="URL", help=tr("fetch the same files from this web folder"))


def run(options: argparse.Namespace) -> int:
    """Fetch every file of the named data sets and print where each lies, or print what there is to fetch."""
    if MNIST in options.names:
        complain(tr("{data_set} comes with the program: there is nothing to fetch.").format(data_set=title_of(MNIST)))
    sources = [source(name) for name in options.names if name != MNIST]
    if options.list or not options.names:
        _print_list(sources or list(SOURCES.values()), options.home.data, as_json=options.json)
        return 0
    if options.mirror is not None and sources:
        if len(sources) > 1:
            sentence = trn(
                "--from is the folder of one data set, and {count} is named.",
                "--from is the folder of one data set, and {count} are named.",
                len(sources),
            )
            raise UserError(sentence.format(count=len(sources)))
        sources = [sources[0].mirrored(options.mirror)]
    faults = 0
    for wanted in sources:
        try:
            faults += not _is_fetched(wanted, options.home.data / wanted.name, as_json=options.json)
        except KeyboardInterrupt as interruption:
            sentence = tr("Stopped; what has come of {name} is kept, and the next call goes on from there.")
            complain(sentence.format(name=wanted.name))
            return status_of(interruption)
    return 1 if faults else 0


def _is_fetched(wanted: Source, folder: Path, *, as_json: bool) -> bool:
    """Fetch a data set; a fault is told, and the next one is fetched all the same."""
    before = 0
    try:
        with bytes_bar(wanted.size, tr("Fetching {title}").format(title=wanted.title)) as bar:
            for file in wanted.files:
                for progress in download(file, folder):
                    bar.update(before + progress.done - bar.n)
                before += file.size
                bar.clear()
                say(_file_text(wanted, file, folder, as_json=as_json))
    except UserError as error:
        complain(str(error))
        return False
    return True


def _file_text(wanted: Source, file: SourceFile, folder: Path, *, as_json: bool) -> str:
    path = folder / file.name
    if as_json:
        facts = {"name": wanted.name, "file": file.name, "path": str(path), "bytes": file.size, "sha256": file.sha256}
        return json_line(facts)
    sentence = trn(
        "{path}: {count} byte, the SHA-256 is right", "{path}: {count} bytes, the SHA-256 is right", file.size
    )
    return sentence.format(path=path, count=f"{file.size:,}")


def _print_list(sources: Sequence[Source], downloads: Path, *, as_json: bool) -> None:
    for one in sources:
        facts: dict[str, Any] = {
            "name": one.name,
            "title": one.title,
            "bytes": one.size,
            "path": str(downloads / one.name),
            "here": is_downloaded(one, downloads),
        }
        answer(json_line(facts) if as_json else _listed(facts))


def _listed(facts: dict[str, Any]) -> str:
    state = tr("here, in {path}").format(path=facts["path"]) if facts["here"] else tr("not here")
    return f"{facts['name']:<14}{facts['title']:<16}{facts['bytes'] / 1e6:>7.1f} MB  {state}"
