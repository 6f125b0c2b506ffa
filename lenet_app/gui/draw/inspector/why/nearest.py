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
    """For what the last hidden layer makes of every picture."""

    model: Model
    learned: Learned

    def steps(self) -> Generator[TableReport]:
        """Look through all of them."""
        return hidden_table(self.model, self.learned.pictures)


@dataclass(frozen=True, eq=False)
class NearestRequest:
    """For the pictures nearest to an answer; `run` finds them."""

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
    """Follows the pen once the table of the model is there.

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
        self.controls = (bar,)
        self.pictures.picked.connect(lambda number: learned.show(self.found[number].index))
        newest.done.connect(self._take_nearest)

    @property
    def table(self) -> HiddenTable | None:
        """Of the model that answers; None until it is made."""
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
            self.found, self.is_held = (), False
            self.pictures.set_pictures(())
            self.stop()
        self.refresh()

    def refresh(self) -> None:
        """Make the table if there is none, else find the nearest."""
        if self._looked is None:
            self.search_bar.setEnabled(False)
            self.say(tr("Draw or open a picture: the pictures nearest to it that the network learned are shown here."))
        elif self.has_pictures():
            learned, table = self.learned.learned, self.table
            assert learned is not None
            self.search_bar.setVisible(table is None)
            if table is not None:
                self._newest.ask(NearestRequest(table, learned, self._looked.passage))
            elif self.is_held:
                self.say(tr("The search was stopped."))
            elif self.search is None:
                model = self._model
                assert model is not None
                self.begin(TableSearch(model, learned))
                self._tell_progress(0, len(learned.pictures))

    def take(self, search: Search, report: object) -> None:
        """Keep the table once it is whole."""
        assert isinstance(search, TableSearch)
        assert isinstance(report, TableReport)
        self.search_bar.show_progress(report.pictures, report.total)
        if report.table is None:
            self._tell_progress(report.pictures, report.total)
        else:
            self._keep(search.model, report.table)
            self.refresh()

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
        is_mine = isinstance(result, NearestFound) and self.is_awake and self._looked is not None
        if not is_mine or not isinstance(result, NearestFound) or result.request.table is not self.table:
            return
        assert self._looked is not None
        self.found = result.found
        layer = layer_text(result.request.table.layer, self._looked.passage.architecture)
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
