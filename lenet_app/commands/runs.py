"""`lenet-app runs`: every training that is kept, what is known of one, and the way into the trash and back."""

import argparse
from pathlib import Path
from typing import Any

from lenet_app.commands.output import aligned, answer, complain, json_line
from lenet_app.errors import UserError
from lenet_app.json_values import plain
from lenet_app.language import tr
from lenet_app.networks.recipe_text import recipe_text
from lenet_app.runs.kept.kept_run import KeptRun
from lenet_app.runs.kept.marks import read_marks
from lenet_app.runs.kept.store import TRASH_DAYS, RunStore
from lenet_app.training.changes import to_json

_ACTIONS = ("show", "delete", "restore")


def summary() -> str:
    """The command in half a sentence."""
    return tr("list the trainings that are kept, show one, or delete some")


def json_summary() -> str:
    """What `--json` prints."""
    return tr("print one JSON array with an object for each run, or the object of the one that is shown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    action = tr("delete puts runs into the trash for {days} days, restore brings them back; without one all are listed")
    parser.add_argument("action", nargs="?", choices=_ACTIONS, help=action.format(days=TRASH_DAYS))
    parser.add_argument("runs", nargs="*", metavar="RUN", help=tr("what the list calls them"))


def run(options: argparse.Namespace) -> int:
    """List, show, delete or bring back."""
    store = RunStore(options.home.runs)
    if options.action is None:
        _list(store, as_json=options.json)
        return 0
    if not options.runs:
        raise UserError(tr("Name a run: `lenet-app runs` lists them."))
    if options.action == "restore":
        found = [store.restore(name) for name in options.runs]
    else:
        found = [store.find(name) for name in options.runs]
    if options.action == "delete":
        for one in found:
            store.delete(one)
            if not options.json:
                text = tr("{run} is in the trash; `lenet-app runs restore {run}` brings it back within {days} days.")
                answer(text.format(run=one.name, days=TRASH_DAYS))
    elif options.json:
        for one in found:
            answer(json_line(_all_facts(one)))
    elif options.action == "show":
        answer("\n\n".join(map(_text, found)))
    return 0


def _list(store: RunStore, *, as_json: bool) -> None:
    for one in store.unusable():
        complain(one.fault)
    runs = store.runs()
    if as_json:
        answer(json_line([_facts(one) for one in runs]))
        return
    if not runs:
        answer(tr("No training is kept yet: `lenet-app train` makes one."))
        return
    titles = (tr("Run"), tr("State"), tr("Epochs"), tr("Right"), tr("Data set"), tr("Size"))
    sizes = [one.size() for one in runs]
    rows = [titles, *(_row(one, size) for one, size in zip(runs, sizes, strict=True))]
    answer(aligned(rows, right=(2, 3, 5)))
    answer(tr("Together {size} in {folder}").format(size=_size_text(sum(sizes)), folder=store.folder))


def _row(one: KeptRun, size: int) -> tuple[str, ...]:
    head = one.head
    right = "" if head.accuracy is None else f"{100 * head.accuracy:.2f} %"
    epochs = tr("{done} of {epochs}").format(done=one.epochs_done, epochs=head.epochs)
    return one.name, one.state.label, epochs, right, head.data_set, _size_text(size)


def _facts(one: KeptRun) -> dict[str, Any]:
    return {
        "run": one.name,
        "state": str(one.state),
        "epochs_done": one.epochs_done,
        "epochs": one.head.epochs,
        "accuracy": one.head.accuracy,
        "model": _path_text(one.model),
    }


def _all_facts(one: KeptRun) -> dict[str, Any]:
    head = one.head.to_json()
    rest = {name: head[name] for name in ("network", "data_set", "begun", "seconds", "task", "fault")}
    return {
        **_facts(one),
        **rest,
        "folder": str(one.folder),
        "bytes": one.size(),
        "kept_epochs": one.kept_epochs,
        "marks": plain(read_marks(one.folder)),
        "settings": one.settings().to_json(),
        "metrics": [row._asdict() for row in one.epochs()],
        "layers": [row._asdict() for row in one.layers()],
        "changes": to_json(one.changes())["changes"],
    }


def _text(one: KeptRun) -> str:
    head, settings, rows, marks = one.head, one.settings(), one.epochs(), read_marks(one.folder)
    recipe = settings.training_recipe()
    right = tr("{right:.2f} % of the test rows") if recipe.learns_rows else tr("{right:.2f} % of the test pictures")
    epochs = tr("{done} of {epochs}").format(done=one.epochs_done, epochs=head.epochs)
    facts = [
        (tr("Run"), one.name),
        (tr("Title"), marks.title),
        (tr("Note"), marks.note),
        (tr("Tags"), ", ".join(marks.tags)),
        (tr("State"), f"{one.state.label}. {head.fault}" if head.fault else one.state.label),
        (tr("Network"), head.network_title),
        (tr("Data set"), head.data_set),
        (tr("Recipe"), recipe_text(recipe)),
        (tr("Changed"), "; ".join(change.text for change in one.changes())),
        (tr("Seed"), str(head.seed)),
        (tr("Begun"), head.begun),
        (tr("Epochs"), epochs),
        (tr("Made with"), _made_with(one)),
        (tr("Right"), "" if head.accuracy is None else right.format(right=100 * head.accuracy)),
        (tr("Model"), _path_text(one.model) or ""),
        (tr("Folder"), f"{one.folder} ({_size_text(one.size())})"),
    ]
    text = aligned([fact for fact in facts if fact[1]])
    if not rows:
        return text
    titles = (tr("Epoch"), tr("Loss"), tr("Right"), tr("Hold-out"), tr("Seconds"))
    table = [
        titles,
        *(
            (
                str(r.epoch),
                f"{r.train_loss:.4f}",
                _percent(r.train_accuracy),
                _percent(r.validation_accuracy),
                f"{r.total_seconds:.1f}",
            )
            for r in rows
        ),
    ]
    return f"{text}\n\n{aligned(table, right=range(5))}"


def _made_with(one: KeptRun) -> str:
    machine = one.settings().machine
    text = tr("lenet-app {program}, torch {torch}, NumPy {numpy}, {device}, {threads} threads of {processor}")
    return text.format(**vars(machine))


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f} %"


def _path_text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _size_text(size: int) -> str:
    return tr("{size:,.1f} MB").format(size=size / 1e6)
