"""Where a run is kept, and where it goes on: found before its first step."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.runs.kept.digests import Digests
from lenet_app.runs.kept.kept_run import FORMAT_VERSION, Head, KeptRun, State
from lenet_app.runs.kept.machine import Machine
from lenet_app.runs.kept.recording import Before, Recording, Unrecorded, write_settings
from lenet_app.runs.kept.settings import KeptSettings
from lenet_app.runs.kept.store import RunStore
from lenet_app.runs.reports import Note, Recorded
from lenet_app.training.length import Length
from lenet_app.training.state import RunState

if TYPE_CHECKING:
    from lenet_app.runs.run import Run
    from lenet_app.training.engine.group import Group
    from lenet_app.training.engine.request import TrainingRequest


@dataclass(frozen=True)
class _Found:
    """What there is to go on with.

    Args:
        run: whose folder is written to; None for a new one.
        state: where it goes on; None where it begins.
        notes: what is to be told of that.
        digests: of the request, where they were needed.
    """

    run: KeptRun | None = None
    state: RunState | None = None
    notes: tuple[Note, ...] = ()
    digests: Digests | None = None


def recording_of(run: "Run", request: "TrainingRequest", data_set: DataSet) -> Unrecorded:
    """What keeps the run, if it is to be kept and can be; of a group all have to ask.

    Raises:
        UserError: the run that is to go on is at work, its state cannot be read, or its data set has changed; or the
            processes of the group differ in what they train.
    """
    if run.store is None:
        return Unrecorded()
    found = _Found()
    if run.resumed is not None:
        found = _resumed(run.resumed, request, data_set)
    elif run.goes_on_by_itself:
        found = _found(run.store, request, run.group)
    if not run.is_first:
        return Unrecorded(found.state)
    try:
        return _begun(run, run.store, request, data_set, found)
    except OSError as error:
        sentence = tr("The run is not kept: {file}: {fault}.")
        fault = sentence.format(file=error.filename or run.store.folder, fault=error.strerror or error)
        return Unrecorded(found.state, (Recorded(""), Note(fault, is_fault=True), *found.notes))


def _begun(run: "Run", store: RunStore, request: "TrainingRequest", data_set: DataSet, found: _Found) -> Unrecorded:
    machine = Machine.now(request.device, run.group, request.threads)
    notes, before = list(found.notes), Before()
    if found.run is None:
        claimed, head = store.begin(request.architecture.id), _head(run, request, data_set)
    else:
        claimed, head = store.go_on(found.run), found.run.head
        before = Before(found.run.figures(), found.run.log())
        if found.state is not None and (changes := machine.changes(found.run.settings().machine)):
            sentence = tr("Its weights may not be the same to the last bit, for something has changed: {changes}.")
            notes.append(Note(sentence.format(changes=changes), is_fault=True))
    head = _again(head)
    try:
        if found.run is None:
            write_settings(claimed.folder, KeptSettings.of(run, machine), run.settings)
        recording = Recording(claimed, head, request, state=found.state, notes=tuple(notes), before=before)
        recording.begin(found.digests)
    except UserError as error:
        claimed.lock.release()
        return Unrecorded(found.state, (Recorded(""), Note(str(error), is_fault=True), *notes))
    return recording


def _head(run: "Run", request: "TrainingRequest", data_set: DataSet) -> Head:
    architecture = request.architecture
    return Head(
        format_version=FORMAT_VERSION,
        network=architecture.id,
        network_title=architecture.title,
        data_set=data_set.title,
        seed=request.seed,
        begun=datetime.now().astimezone().isoformat(timespec="seconds"),
        epochs=Length.of(request.recipe, len(request.training)).epochs,
        task=run.name if run.as_published else "",
    )


def _again(head: Head) -> Head:
    """The same at work."""
    return replace(head, state=State.RUNNING, epochs_done=0, fault="")


def _resumed(run: KeptRun, request: "TrainingRequest", data_set: DataSet) -> _Found:
    """Go on with this run.

    Raises:
        UserError: its state cannot be read, or its data set is another one by now.
    """
    state, digests = run.going_on(), Digests.of(request)
    if run.digest("data") not in ("", digests.data):
        sentence = tr("The run {name} cannot go on: the pictures of {data_set} are no longer those that it began with.")
        raise UserError(sentence.format(name=run.name, data_set=data_set.title))
    return _Found(run, state, (_note(state),), digests)


def _found(store: RunStore, request: "TrainingRequest", group: "Group | None") -> _Found:
    """Go on with the newest run of the same request that was broken off, if there is one.

    After a restart another process of a group may be the first, on another machine: so all look for a state, and all go
    on from the newest that one of them has.

    Raises:
        UserError: the processes are not all about to do the same.
    """
    from lenet_app.training.engine.group import Group  # noqa: PLC0415 - loads torch

    group, digests = group or Group(), Digests.of(request)
    kind = request.device.id.partition(":")[0]
    seen = hashlib.sha256(f"{digests.request} {kind}".encode()).digest()
    # A number that a float of 64 bits holds.
    if len(set(group.gathered(int.from_bytes(seen[:6], "little")))) > 1:
        group.leave()  # all of them: each sees the same numbers
        sentence = tr("The processes differ in what they train: settings, data set, program or kind of device.")
        raise UserError(sentence)
    run = store.unfinished(digests.request)
    content, epochs, fault = (b"", 0, "") if run is None else _read(run)
    of_all = group.gathered(epochs)
    newest = max(of_all)
    if newest:
        state = RunState.from_bytes(group.received(content, of_all.index(newest)))
        return _Found(run, state, (_note(state),), digests)
    return _Found(run, None, (Note(f"{fault} {_note(None).text}", is_fault=True),) if fault else (), digests)


def _read(run: KeptRun) -> tuple[bytes, int, str]:
    """The state that lies there, the epochs that it has done, and what is wrong with it; where none is, nothing."""
    try:
        state = run.going_on()
        return (b"", 0, "") if state is None else (run.state_bytes(), state.progress.epochs_done, "")
    except (UserError, OSError) as error:
        return b"", 0, str(error)


def _note(state: RunState | None) -> Note:
    if state is None:
        return Note(tr("The training begins anew."))
    return Note(tr("It goes on after epoch {epoch}.").format(epoch=state.progress.epochs_done))
