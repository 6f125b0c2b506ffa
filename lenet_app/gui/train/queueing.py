"""The queue on the page Train: what is lined up there, by itself or as a sweep, and what is told of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.kit.durations import duration_text
from lenet_app.gui.train.control import TrainingControl
from lenet_app.gui.train.lineup import LineUp
from lenet_app.gui.train.plan import Plan
from lenet_app.gui.train.widgets.choices import TrainingChoices
from lenet_app.gui.train.widgets.queue_list import QueueLine
from lenet_app.language import tr, trn

if TYPE_CHECKING:
    from lenet_app.runs.queue.queue import Item
    from lenet_app.runs.queue.sweep import Grid, Planned
    from lenet_app.training.settings import TrainingSettings


class Queueing(QObject):
    """Does what the queue's buttons ask for, and fills its list.

    Args:
        choices: have the buttons and the list.
        training: what runs, and on what.
        lineup: the queue.
        plan: tells what is planned on the page.
        say: tells a fault.
    """

    def __init__(
        self,
        choices: TrainingChoices,
        training: TrainingControl,
        lineup: LineUp,
        plan: Callable[[], Plan],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(choices)
        self._choices, self._training, self._lineup, self._plan, self._say = choices, training, lineup, plan, say
        choices.queue_requested.connect(self._add)
        choices.sweep_requested.connect(self._ask_sweep)
        choices.queue.start_requested.connect(lineup.start)
        choices.queue.up_requested.connect(lineup.move_up)
        choices.queue.remove_requested.connect(lineup.remove)
        lineup.changed.connect(self._show)
        training.running_changed.connect(lambda _runs: self._show())

    def _add(self) -> None:
        """Line up what is planned."""
        settings = self._training.settings_of(self._plan())
        title = tr("{network} · seed {seed}").format(network=settings.title, seed=settings.seed)
        self._line_up([(title, settings)])

    def _line_up(self, asked: "Sequence[tuple[str, TrainingSettings]]") -> None:
        data_sets = self._training.data_sets
        if data_sets.data_set is not None:
            self._lineup.add(asked, replace(data_sets.data_set, name=data_sets.name))

    def _ask_sweep(self) -> None:
        from lenet_app.gui.train.widgets.sweep_dialog import SweepDialog  # noqa: PLC0415 - seldom needed

        plan = self._plan()
        if plan.start is not None:
            self._say(tr("A sweep varies new weights: choose them under “Start from”."))
            return

        def runs(grid: "Grid") -> "tuple[Planned, ...]":
            return grid.runs(self._training.settings_of(plan), [plan.recipe])

        dialog = SweepDialog(plan.member, lambda grid: len(runs(grid)), self._choices)
        dialog.wanted.connect(lambda grid: self._line_up([(_title(plan, one), one.settings) for one in runs(grid)]))
        dialog.open()

    def _show(self) -> None:
        from lenet_app.runs.queue.queue import Turn  # noqa: PLC0415 - the page is there sooner

        left = self._lineup.left
        summary = ""
        if left:
            known = [item.facts.estimate for item in left if item.facts.estimate is not None]
            summary = trn("{count} left", "{count} left", len(left)).format(count=len(left))
            if len(known) == len(left):
                time = duration_text(sum(known))
                summary = tr("{left}, {time}").format(left=summary, time=time)
        at_work = self._lineup.at_work
        lines = [
            QueueLine(item.name, item.facts.title, _note(item, item.name == at_work), item.name == at_work)
            for item in self._lineup.items
        ]
        done = {item.name for item in self._lineup.items if item.facts.turn is Turn.DONE}
        lines.sort(key=lambda line: line.name in done)
        self._choices.queue.set_lines(lines, summary, is_going=self._lineup.is_going and self._training.is_running)


def _title(plan: Plan, one: "Planned") -> str:
    return tr("{network} · {variant}").format(network=plan.member.architecture.title, variant=one.title)


def _note(item: "Item", is_at_work: bool) -> str:
    """How far it is, and its time: estimated, or what it took beside that."""
    from lenet_app.runs.queue.queue import Turn  # noqa: PLC0415 - as above

    facts = item.facts
    estimate = "" if facts.estimate is None else duration_text(facts.estimate)
    if facts.turn is Turn.FAILED:
        return tr("failed: {fault}").format(fault=facts.fault)
    if facts.turn is Turn.DONE:
        right = (
            "" if facts.accuracy is None else tr("{right} % right").format(right=percent(facts.accuracy, decimals=2))
        )
        took = "" if facts.seconds is None else duration_text(facts.seconds)
        text = tr("{took}, estimated {estimate}").format(took=took, estimate=estimate) if took and estimate else took
        return " · ".join(filter(None, [right, text])) or tr("done")
    state = tr("goes on") if facts.turn is Turn.BEGUN else tr("waits")
    state = tr("runs") if is_at_work else state
    return tr("{state} · about {time}").format(state=state, time=estimate) if estimate else state
