"""The training pictures that excite the chosen unit most, with what it sees of them."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.draw.inspector.why.digits import COUNT, DigitsView
from lenet_app.gui.draw.learned_pictures import Learned, LearnedPictures
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.digits_content import Images, exciting_pictures, images_of
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.inside.widgets.search_bar import SearchBar
from lenet_app.gui.inside.words import layer_text, unit_text
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.workers.searching import Search, Searches
from lenet_app.inspection.training_digits import Exciting, ExcitingReport, exciting
from lenet_app.inspection.units import NETWORK_INPUT, Unit
from lenet_app.language import tr, trn
from lenet_app.networks.model import Model

_KEPT, _KEPT_MODELS = 64, 3
"""Units whose pictures are kept, and of how many models."""


@dataclass(frozen=True, eq=False)
class ExcitingSearch:
    """For the pictures that excite a unit, or a map, most."""

    model: Model
    unit: Unit
    learned: Learned

    def steps(self) -> Iterator["ExcitingFound"]:
        """Look through all pictures; the best so far are told on the way."""
        best: tuple[Exciting, ...] = ()
        images: Images | None = None
        for report in exciting(self.model, self.unit, self.learned.pictures, COUNT):
            if images is None or report.best != best:
                best, images = report.best, images_of(self.learned.pictures, report.best)
            yield ExcitingFound(self, report, images)


@dataclass(frozen=True, eq=False)
class ExcitingFound:
    """What was found so far, and the pictures themselves."""

    search: ExcitingSearch
    report: ExcitingReport
    images: Images

    @property
    def best(self) -> tuple[Exciting, ...]:
        """The most exciting first."""
        return self.report.best

    @property
    def is_whole(self) -> bool:
        """Whether all pictures were looked at."""
        return self.report.pictures == self.report.total


class ExcitingView(DigitsView):
    """Looks for the pictures as soon as a unit is chosen; those of earlier units are kept.

    Args:
        choice: of the unit.
        in_use: whose unit it is.
        searches: looks through the pictures.
        learned: the pictures.
    """

    parts = None

    def __init__(self, choice: UnitChoice, in_use: ModelInUse, searches: Searches, learned: LearnedPictures) -> None:
        tip = tr("Have the network look at every picture that it learned")
        bar = SearchBar(tr("Search for the most exciting pictures"), tip)
        super().__init__(tr("The pictures that excite the unit most"), learned, searches, bar)
        explain(bar.button, explanation(Term.EXCITING))
        self._choice, self._in_use = choice, in_use
        self._kept: OrderedDict[tuple[int, Unit], tuple[Model, ExcitingFound]] = OrderedDict()
        self.found: ExcitingFound | None = None
        """What is shown."""
        self.map_button = QPushButton(tr("Whole map"))
        self.map_button.setCheckable(True)
        self.map_button.setToolTip(tr("Ask for the unit’s whole map, wherever it is excited"))
        explain(self.map_button, explanation(Term.FEATURE_MAP))
        set_kind(self.map_button, Kind.SMALL)
        self.map_button.toggled.connect(self._on_chosen)
        self.controls = (self.map_button, bar)
        self.pictures.picked.connect(self._show_picture)
        choice.chosen.connect(self._on_chosen)
        in_use.model_changed.connect(self._on_chosen)

    @property
    def unit(self) -> Unit | None:
        """What is asked about: the chosen unit, or its whole map; None for a pixel of the input."""
        unit = self._choice.unit
        if unit is None or unit.layer == NETWORK_INPUT:
            return None
        is_map = self.map_button.isChecked() and len(unit.index) > 1
        return Unit(unit.layer, unit.index[:1]) if is_map else unit

    def show_looked(self, looked: Looked | None) -> None:
        """It needs no answer."""
        del looked
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the unit, or look for it."""
        unit, model = self.unit, self._in_use.model
        self.map_button.setVisible(self._choice.unit is not None and len(self._choice.unit.index) > 1)
        self.search_bar.setEnabled(unit is not None)
        if unit is None or model is None:
            self.stop()
            self.say(tr("Click a unit of a layer above to see which of the learned pictures excite it most."))
        elif self.has_pictures():
            learned = self.learned.learned
            assert learned is not None
            kept = self._kept.get((id(model), unit))
            self.search_bar.setVisible(kept is None)
            if kept is not None:
                self.stop()
                self._show(kept[1])
            elif self.is_held:
                if not self._is_shown(unit):
                    self.say(tr("The search was stopped."))
            elif not self._is_searching(unit):
                self.found = None
                self.begin(ExcitingSearch(model, unit, learned))
                self.say(tr("Searching…"))

    def take(self, search: Search, report: object) -> None:
        """Show the best so far, and keep the whole."""
        assert isinstance(search, ExcitingSearch)
        assert isinstance(report, ExcitingFound)
        self.search_bar.show_progress(report.report.pictures, report.report.total)
        self._show(report)
        if report.is_whole:
            # The model is kept with it, so that no other one can have its id.
            self._kept[id(search.model), search.unit] = search.model, report
            self.search_bar.hide()
            while len(self._kept) > _KEPT or len({key[0] for key in self._kept}) > _KEPT_MODELS:
                self._kept.popitem(last=False)

    def _on_chosen(self) -> None:
        self.is_held = False
        if self.is_awake:
            self.refresh()

    def _is_searching(self, unit: Unit) -> bool:
        search = self.search
        return isinstance(search, ExcitingSearch) and search.unit == unit and search.model is self._in_use.model

    def _is_shown(self, unit: Unit) -> bool:
        return self.found is not None and self.found.search.unit == unit and self.currentIndex() == 1

    def _show(self, found: ExcitingFound) -> None:
        before, self.found = self.found, found
        model, unit, learned = found.search.model, found.search.unit, found.search.learned
        if before is None or before.best != found.best or before.search is not found.search:
            names = learned.data_set.class_names
            shown = exciting_pictures(found.best, found.images, names, model.architecture)
            self.pictures.set_pictures(shown)
        self.show_pictures()
        name = unit_text(unit, model.architecture) if len(unit.index) != 1 or not _has_maps(unit, model) else ""
        layer = layer_text(unit.layer, model.architecture)
        name = name or tr("{layer} · map {number}").format(layer=layer, number=unit.map)
        count = found.report.pictures
        text = trn(
            "{unit}: most excited of {count} training picture of {title}",
            "{unit}: most excited of {count} training pictures of {title}",
            count,
        )
        self.tell_title(text.format(unit=name, count=f"{count:,}", title=learned.data_set.title))

    def _show_picture(self, number: int) -> None:
        if self.found is not None:
            one = self.found.best[number]
            self.learned.show(one.index)
            self._choice.choose(one.unit)


def _has_maps(unit: Unit, model: Model) -> bool:
    return any(plan.name == unit.layer and len(plan.output_shape) == 3 for plan in model.architecture.plans)
