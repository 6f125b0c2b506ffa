"""Keeps the plots of the page Evaluate to what is known, and has measured what somebody wants to see in them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from lenet_app.evaluation.corruptions import CORRUPTIONS
from lenet_app.evaluation.measures import Numbers
from lenet_app.gui.evaluate.charts import (
    classes_on_map,
    holding_charts,
    map_chart,
    rejection_chart,
    reliability_chart,
)
from lenet_app.gui.evaluate.desk import EvaluationDesk
from lenet_app.gui.evaluate.figures import calibration_text
from lenet_app.gui.evaluate.gallery_content import map_picture
from lenet_app.gui.evaluate.mapping import Mapped, Method
from lenet_app.gui.evaluate.measuring import Held, Progress
from lenet_app.gui.evaluate.widgets.plots_card import MAP, PlotsCard
from lenet_app.gui.inside.words import layer_text
from lenet_app.language import tr, trn

_STEPS = 1000


class EvaluationPlots(QObject):
    """Wires card and desk.

    Args:
        desk: measures.
        card: shows.
        pick: is told the number of a picture that somebody wants on the canvas.
    """

    def __init__(self, desk: EvaluationDesk, card: PlotsCard, pick: Callable[[int], object]) -> None:
        super().__init__(card)
        self._desk, self._card, self._pick = desk, card, pick
        self._pointed = 0
        """The number of the picture that is pointed at on the map."""
        self._series: list[Numbers] = []
        """The places in the map of each series' points."""
        desk.evaluated_changed.connect(self._show_answers)
        desk.held_changed.connect(self._show_held)
        desk.holding_rested.connect(self._rest_holding)
        desk.map_progressed.connect(self._show_map_progress)
        desk.map_changed.connect(self._show_map)
        desk.map_rested.connect(self._rest_map)
        card.shown.connect(self._on_shown)
        card.holding_bar.begun.connect(self.hold)
        card.holding_bar.stopped.connect(desk.stop_holding)
        card.map_bar.begun.connect(self._map)
        card.map_method_chosen.connect(self._map)
        card.map_bar.stopped.connect(desk.stop_mapping)
        card.map.plot.pointed.connect(self._point_at)
        card.map.plot.pressed.connect(lambda series, point: self._pick(self._number(series, point)))
        card.map.picture.picked.connect(lambda _number: self._pick(self._pointed))
        self._show_held(None)
        self._show_map(None)

    def hold(self, mnist_c: Path | None = None) -> None:
        """Measure how well the models hold."""
        self._card.holding_bar.show_progress(0, _STEPS)
        self._desk.hold(mnist_c)

    def _show_answers(self) -> None:
        evaluated, card = self._desk.evaluated, self._card
        if evaluated is None:
            return
        card.legend.set_names(evaluated.names)
        card.reliability.set_chart(reliability_chart(evaluated))
        card.rejection.set_chart(rejection_chart(evaluated))
        card.calibration.setText(calibration_text(evaluated))
        is_of_set = evaluated.material.data_set is not None
        for control in (card.holding_bar, card.mnist_c_button):
            control.setEnabled(is_of_set)
        self._show_held(self._desk.held)
        if card.current == MAP:
            self._map()

    def _show_held(self, held: Held | None) -> None:
        evaluated, card = self._desk.evaluated, self._card
        if held is not None and evaluated is not None:
            if card.holding_bar.is_searching:
                card.holding_bar.show_progress(round(_STEPS * held.done), round(_STEPS * held.total))
            if any(held.points):
                card.holding.show_charts(holding_charts(held.points, evaluated.names), held.examples)
        elif evaluated is not None and evaluated.material.data_set is None:
            card.holding.say(tr("How well a model holds is measured on a data set, not on pictures of your own."))
        else:
            card.holding.say(_holding_text(0 if evaluated is None else len(evaluated.first.answers)))

    def _rest_holding(self, sentence: str) -> None:
        self._card.holding_bar.rest()
        if sentence:
            self._card.holding.say(sentence)

    def _on_shown(self, kind: int) -> None:
        if kind == MAP:
            self._map()

    def _map(self) -> None:
        card, desk = self._card, self._desk
        desk.map(card.map_method)
        if desk.is_mapping and not card.map_bar.is_searching:
            card.map_bar.show_progress(0, 1)
            if desk.mapped is None:
                card.map.say(tr("The network looks at all pictures…"))
        card.show_controls()

    def _show_map_progress(self, progress: Progress) -> None:
        self._card.map_bar.show_progress(progress.done, progress.total)

    def _show_map(self, mapped: Mapped | None) -> None:
        evaluated, card = self._desk.evaluated, self._card
        if mapped is None or evaluated is None:
            self._series = []
            card.map.say(tr("Pictures that the last hidden layer finds alike stand near to each other on its map."))
        else:
            if not mapped.is_whole and card.map_bar.is_searching:
                card.map_bar.show_progress(mapped.progress.done, mapped.progress.total)
            layer = layer_text(mapped.layer, evaluated.models[0].architecture)
            self._series = [places for _, places in classes_on_map(evaluated, mapped)]
            card.map.show_map(map_chart(evaluated, mapped, layer), _map_note(mapped, layer))
        card.is_map_whole = mapped is not None and mapped.is_whole
        card.show_controls()

    def _rest_map(self, sentence: str) -> None:
        self._card.map_bar.rest()
        if sentence:
            self._card.map.say(sentence)
        elif self._desk.mapped is None:
            self._card.map.say(tr("The search was stopped."))
        self._card.show_controls()

    def _number(self, series: int, point: int) -> int:
        """The number of the picture that a point stands for."""
        mapped = self._desk.mapped
        assert mapped is not None
        return int(mapped.numbers[self._series[series][point]])

    def _point_at(self, series: int, point: int) -> None:
        evaluated, mapped = self._desk.evaluated, self._desk.mapped
        if evaluated is not None and mapped is not None and series < len(self._series):
            self._pointed = self._number(series, point)
            image = mapped.images[self._series[series][point]]
            self._card.map.show_picture(map_picture(evaluated, self._pointed, image))


def _holding_text(count: int) -> str:
    what = tr(
        "How many answers stay right while pictures get worse: by noise, blur, rotation, shift, scale, thickness."
    )
    text = trn(
        "Measure has {count} picture answered at {degrees} degrees of these.",
        "Measure has {count} pictures answered at {degrees} degrees of these, which takes about a minute for 10,000.",
        count,
    )
    degrees = sum(len(one.degrees) for one in CORRUPTIONS)
    return f"{what}\n{text.format(count=f'{count:,}', degrees=degrees)}"


def _map_note(mapped: Mapped, layer: str) -> str:
    if mapped.method is Method.COMPONENTS:
        text = trn(
            "{count} picture by the two principal components of {layer}, in the colours of their classes",
            "{count} pictures by the two principal components of {layer}, in the colours of their classes",
            len(mapped.numbers),
        )
    else:
        text = trn(
            "{count} picture by t-SNE of {layer}, in the colours of their classes; far or very far means little",
            "{count} pictures by t-SNE of {layer}, in the colours of their classes; far or very far means little",
            len(mapped.numbers),
        )
    return text.format(count=f"{len(mapped.numbers):,}", layer=layer)
