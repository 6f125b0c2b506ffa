"""The training pictures that are nearest to the answer's picture, as the last layer before the answer sees them."""

from collections.abc import Generator
from dataclasses import dataclass

from lenet_app.gui.draw.inspector.why.digits import COUNT, DigitsView
from lenet_app.gui.draw.learned_pictures import Learned, LearnedPictures
from lenet_app.gui.inside.digits_content import Images, images_of, neighbour_pictures
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.inside.widgets.search_bar import SearchBar
from lenet_app.gui.inside.words import layer_text
from lenet_app.gui.kit.help import explain
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.gui.workers.searching import Search, Searches
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.training_digits import HiddenTable, Neighbour, TableReport, hidden_table, nearest
from lenet_app.language import tr, trn
from lenet_app.networks.model import Model

_MOST_MEGABYTES = 150
"""Of the tables of earlier models that are kept for when they answer again."""


@dataclass(frozen=True, eq=False)
class TableSearch:
    """For what the last hidden layer makes of every picture; it goes on where an earlier one was left."""

    model: Model
    learned: Learned
    begun: HiddenTable | None = None

    def steps(self) -> Generator[TableReport]:
        """Look through all of them."""
        return hidden_table(self.model, self.learned.pictures, self.begun)


@dataclass(frozen=True, eq=False)
class NearestRequest:
    """For the pictures nearest to an answer; `run` finds them."""

    model: Model
    table: HiddenTable
    learned: Learned
    passage: Passage

    def run(self) -> "NearestFound":
        """Find them."""
        found = nearest(self.table, self.passage, COUNT)
        return NearestFound(self, found, images_of(self.learned.pictures, found))


@dataclass(frozen=True, eq=False)
class NearestFound:
    """What came of a request."""

    request: NearestRequest
    found: tuple[Neighbour, ...]
    images: Images


class NearestView(DigitsView):
    """Follows the pen, among those pictures that were looked at so far; what was looked at is kept.

    Args:
        newest: finds the nearest of a table.
        searches: makes the table.
        learned: the pictures.
    """

    def __init__(self, newest: NewestOnly, searches: Searches, learned: LearnedPictures) -> None:
        tip = tr("Have the network look at every picture that it learned")
        bar = SearchBar(tr("Search for the nearest pictures"), tip)
        super().__init__(tr("The nearest training pictures"), learned, searches, bar)
        explain(bar.button, explanation(Term.NEAREST))
        self._newest = newest
        self._tables: list[tuple[Model, HiddenTable]] = []
        self._looked: Looked | None = None
        self.found: tuple[Neighbour, ...] = ()
        """The nearest ones that are shown."""
        self.shown: HiddenTable | None = None
        """The table that these are of."""
        self.controls = (bar,)
        self.pictures.picked.connect(lambda number: learned.show(self.found[number].index))
        newest.done.connect(self._take_nearest)

    @property
    def table(self) -> HiddenTable | None:
        """Of the model that answers, as far as it is made; None before it has begun."""
        model = self._model
        return next((table for one, table in self._tables if one is model), None)

    @property
    def _model(self) -> Model | None:
        return None if self._looked is None else self._looked.request.answer.request.recognizer.model

    def sleep(self) -> None:
        """Look for nothing any more."""
        super().sleep()
        self._newest.drop()

    def show_looked(self, looked: Looked | None) -> None:
        """Find those nearest to this."""
        before, self._looked = self._model, looked
        if looked is None or self._model is not before:
            self.found, self.shown, self.is_held = (), None, False
            self.pictures.set_pictures(())
            self.stop()
        self.refresh()

    def refresh(self) -> None:
        """Find the nearest of those that were looked at, and look at the others."""
        if self._looked is None:
            self.search_bar.setEnabled(False)
            self.say(tr("Draw or open a picture: the pictures nearest to it that the network learned are shown here."))
        elif self.has_pictures():
            learned, table, model = self.learned.learned, self.table, self._model
            assert learned is not None
            assert model is not None
            is_whole = table is not None and len(table.labels) == len(learned.pictures)
            self.search_bar.setVisible(not is_whole)
            self._find()
            if not is_whole and not self.is_held and self.search is None:
                self.begin(TableSearch(model, learned, table))
            if table is None and self.is_held:
                self.say(tr("The search was stopped."))
            elif table is None:
                self._tell_progress(0, len(learned.pictures))

    def take(self, search: Search, report: object) -> None:
        """Keep the table as far as it is."""
        assert isinstance(search, TableSearch)
        assert isinstance(report, TableReport)
        self.search_bar.show_progress(report.pictures, report.total)
        self.search_bar.setVisible(report.pictures < report.total)
        self._keep(search.model, report.table)
        self._find()

    def _find(self) -> None:
        learned, table, model = self.learned.learned, self.table, self._model
        if learned is not None and table is not None and model is not None and self._looked is not None:
            self._newest.ask(NearestRequest(model, table, learned, self._looked.passage))

    def _tell_progress(self, done: int, total: int) -> None:
        text = trn("{done} of {count} picture looked at…", "{done} of {count} pictures looked at…", total)
        self.say(text.format(done=f"{done:,}", count=f"{total:,}"))

    def _keep(self, model: Model, table: HiddenTable) -> None:
        kept, room = [(model, table)], float(_MOST_MEGABYTES)
        for one, older in self._tables:
            room -= older.megabytes
            if one is not model and room >= 0:
                kept.append((one, older))
        self._tables = kept

    def _take_nearest(self, result: object) -> None:
        if not isinstance(result, NearestFound) or not self.is_awake:
            return
        if result.request.model is not self._model:
            return
        self.found, self.shown = result.found, result.request.table
        layer = layer_text(result.request.table.layer, result.request.passage.architecture)
        data_set = result.request.learned.data_set
        self.pictures.set_pictures(neighbour_pictures(result.found, result.images, data_set.class_names, layer))
        self.show_pictures()
        count = len(result.request.table.labels)
        text = trn(
            "Nearest in {layer}, of {count} training picture of {title}",
            "Nearest in {layer}, of {count} training pictures of {title}",
            count,
        )
        self.tell_title(text.format(layer=layer, count=f"{count:,}", title=data_set.title))
