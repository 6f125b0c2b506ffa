"""Groups of runs as the table tells them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from lenet_app.gui.compare.widgets.run_lines import Column, Line
from lenet_app.language import tr, trn
from lenet_app.runs.comparison.differences import differences_text, labels_of_settings, own_text
from lenet_app.runs.comparison.groups import Group
from lenet_app.runs.comparison.report import percent_text, seconds_text, spread_text


def lines_of(groups: Sequence[Group]) -> tuple[Line, ...]:
    """A line for each group, with one below it for each of several runs.

    Args:
        groups: the pinned ones first; what others have otherwise is told against the first.
    """
    if not groups:
        return ()
    pinned = min((group for group in groups if group.pinned), key=lambda group: group.pinned, default=None)
    telling = _Telling(pinned or groups[0], groups)
    return tuple(Line(group.key, group, group.title, telling) for group in groups)


class _Telling:
    """Makes what lines tell.

    Args:
        reference: what others have otherwise is told against this group.
        groups: all of them.
    """

    def __init__(self, reference: Group, groups: Sequence[Group]) -> None:
        self._reference, self._groups, self._labels = reference, groups, labels_of_settings()

    def texts(self, line: Line) -> dict[Column, str]:
        """Of its cells; single seeds differ in nothing, so there stands when they were begun."""
        group, one = line.group, line.group.runs[0]
        both = filter(None, (percent_text(group.best), percent_text(group.last)))
        differs = self._own if group is self._reference else self._otherwise(group)
        return {
            Column.NAME: line.title,
            Column.NETWORK: one.run.head.network_title,
            Column.DIFFERS: _begun(group) if line.is_child else differs or "–",
            Column.ACCURACY: spread_text(group.accuracy) or one.run.state.label,
            Column.COUNT: str(len(group.runs)),
            Column.BEST: " / ".join(both),
            Column.SECONDS: seconds_text(group.seconds),
            Column.PARAMETERS: "" if group.parameters is None else f"{group.parameters:,}",
            Column.NOTE: _note(group),
        }

    def _otherwise(self, group: Group) -> str:
        return differences_text(group.settings, self._reference.settings, self._labels)

    @cached_property
    def _own(self) -> str:
        """What the reference has where any of the others has something otherwise."""
        return own_text(self._reference.settings, [group.settings for group in self._groups], self._labels)

    def order(self, line: Line) -> dict[Column, float | str]:
        """What it is sorted by; where there is nothing, below all else."""
        nothing, group = float("-inf"), line.group
        return {
            Column.NAME: line.title.lower(),
            Column.NETWORK: group.runs[0].run.head.network_title.lower(),
            Column.ACCURACY: group.accuracy.mean if group.accuracy else nothing,
            Column.COUNT: len(group.runs),
            Column.BEST: group.best.mean if group.best else nothing,
            Column.SECONDS: group.seconds.mean if group.seconds else nothing,
            Column.PARAMETERS: nothing if group.parameters is None else group.parameters,
            Column.NOTE: _note(group).lower(),
        }

    def tip(self, line: Line) -> str:
        """Its first run in a sentence, all of its seeds, and what is wrong with any."""
        return _tip(line.group)

    def children(self, line: Line) -> tuple[Line, ...]:
        """A line for each of its runs, told apart by their seeds."""
        seed = tr("seed {seed}")
        return tuple(
            Line(one.run.name, Group((one,)), seed.format(seed=one.run.head.seed), self, is_child=True)
            for one in line.group.runs
        )


def _note(group: Group) -> str:
    marks = [one.marks for one in group.runs]
    tags = dict.fromkeys(tag for one in marks for tag in one.tags)
    notes = dict.fromkeys(one.note for one in marks if one.note)
    return " · ".join([*(f"#{tag}" for tag in tags), *notes])


def _begun(group: Group) -> str:
    return f"{datetime.fromisoformat(group.runs[0].run.head.begun).astimezone():%Y-%m-%d %H:%M}"


def _tip(group: Group) -> str:
    one = group.runs[0]
    head = one.run.head
    text = tr("{run}, begun on {time}: {network} on {data_set}, seed {seed}, {done} of {epochs} epochs, {state}")
    told = [
        text.format(
            run=one.run.name,
            time=_begun(group),
            network=head.network_title,
            data_set=head.data_set,
            seed=head.seed,
            done=one.run.epochs_done,
            epochs=head.epochs,
            state=one.run.state.label,
        )
    ]
    if len(group.runs) > 1:
        seeds = ", ".join(str(run.run.head.seed) for run in group.runs)
        count = len(group.runs)
        text = trn("{count} seed of one setting: {seeds}", "{count} seeds of one setting: {seeds}", count)
        told.insert(0, text.format(count=count, seeds=seeds))
    told += [fault for run in group.runs for fault in (run.run.head.fault, run.fault) if fault]
    return "\n".join(told)
