"""The smallest change of the ink that turns the answer into another one, searched for on demand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lenet_app.gui.draw.inspector.why.view import WhyView
from lenet_app.gui.draw.learned_pictures import Learned, LearnedPictures
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.inside.why_content import change_pictures, change_text, ink_of
from lenet_app.gui.inside.widgets.fitted_box import FittedBox
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.inside.widgets.search_bar import SearchBar
from lenet_app.gui.kit.help import explain
from lenet_app.gui.workers.searching import Search, Searches
from lenet_app.inspection.smallest_change import ChangeReport, search_change
from lenet_app.inspection.training_digits import example_of
from lenet_app.language import tr
from lenet_app.recognition.recognizer import Recognizer

if TYPE_CHECKING:
    from lenet_app.inspection.smallest_change import Change


@dataclass(frozen=True, eq=False)
class ChangeSearch:
    """For a picture and another class; `learned` has examples of it."""

    recognizer: Recognizer
    ink: npt.NDArray[np.float32]
    target: int
    learned: Learned | None

    def steps(self) -> Iterator[ChangeReport]:
        """Search from the picture, and from an example."""
        example = None
        if self.learned is not None:
            example = example_of(self.recognizer, self.learned.pictures, self.ink, self.target)
        return search_change(self.recognizer, self.ink, self.target, example)


class ChangeView(WhyView):
    """Before, change and after; what is shown stays while one draws on, until it is searched for anew.

    Args:
        searches: where it is searched for.
        learned: pictures of the other class.
    """

    def __init__(self, searches: Searches, learned: LearnedPictures) -> None:
        tip = tr("Look for the smallest change of the ink that turns the answer into the other class")
        super().__init__(PicturesView(tr("The smallest change")), tr("Search"), tip)
        self._searches, self._learned = searches, learned
        self._looked: Looked | None = None
        self._search: ChangeSearch | None = None
        self._found: tuple[ChangeSearch, Change] | None = None
        self.target_box = FittedBox()
        self.target_box.setAccessibleName(tr("Other answer"))
        self.target_box.setToolTip(tr("Which answer it is to become"))
        explain(self.target_box, explanation(Term.SMALLEST_CHANGE))
        self.search_bar = SearchBar(tr("Search for the smallest change"), tip)
        self.search_bar.begun.connect(self.begin)
        self.search_bar.stopped.connect(self._stop)
        self.lead_button.clicked.connect(self.begin)
        self.controls = (self.target_box, self.search_bar)
        searches.told.connect(self._on_told)
        searches.ended.connect(self._on_ended)

    @property
    def change(self) -> "Change | None":
        """What was found last."""
        return None if self._found is None else self._found[1]

    def wake(self, looked: Looked | None) -> None:
        """Have examples at hand, too."""
        self._learned.look()
        super().wake(looked)

    def sleep(self) -> None:
        """Search no more."""
        super().sleep()
        if self._search is not None:
            self._stop()

    def show_looked(self, looked: Looked | None) -> None:
        """Offer the classes that it could become."""
        before, self._looked = self._looked, looked
        self.search_bar.button.setEnabled(looked is not None)
        if looked is None:
            self._found = None
            self._stop()
            self.say(tr("Draw or open a picture: what would have to change for another answer is searched for here."))
            return
        if before is None or _recognizer(before).model is not _recognizer(looked).model:
            self._found = None
            if self._search is not None:
                self._stop()
        self._list_classes(looked)
        self._show()

    def begin(self) -> None:
        """Search for the answer that is on the canvas now."""
        if self._looked is None or (target := self._target()) is None:
            return
        answer = self._looked.request.answer
        if answer.request.what_if.off:
            self._tell_none(tr("Units are switched off: switch them on again, and it is searched for."))
            return
        self._search = ChangeSearch(answer.request.recognizer, ink_of(answer), target, self._learned.learned)
        self.search_bar.show_progress(0, 1)
        self._searches.begin(self._search)
        self._show()

    def _list_classes(self, looked: Looked) -> None:
        answer = looked.request.answer
        assert answer.insight is not None
        found = answer.insight.recognition.alone
        lines = [(name, number) for number, name in enumerate(found.class_names)]
        if len(found.class_names) > 1:
            runner_up = found.class_names[found.ranking[1]]
            lines.insert(0, (tr("runner-up: {name}").format(name=runner_up), -1))
        if [
            (self.target_box.itemText(n), self.target_box.itemData(n)) for n in range(self.target_box.count())
        ] != lines:
            wanted = self.target_box.currentData()
            self.target_box.clear()
            for text, number in lines:
                self.target_box.addItem(text, number)
            self.target_box.fit()
            self.target_box.setCurrentIndex(max(0, self.target_box.findData(wanted)))

    def _target(self) -> int | None:
        """The number of the class that it is to become; None where there is no other one."""
        assert self._looked is not None
        insight = self._looked.request.answer.insight
        assert insight is not None
        number = self.target_box.currentData()
        found = insight.recognition.alone
        if number == -1:
            return found.ranking[1]
        if number == found.best:
            again = insight.recognition.first is not None
            sentence = tr("The first reading says {name} already.") if again else tr("The answer is {name} already.")
            self._tell_none(sentence.format(name=found.label))
            return None
        return number

    def _show(self) -> None:
        """What was found, or what could be."""
        if self._found is not None:
            search, change = self._found
            assert self._looked is not None
            is_old = not np.array_equal(search.ink, ink_of(self._looked.request.answer))
            note = tr("Of an earlier drawing: {text}") if is_old else "{text}"
            self.tell_title(note.format(text=change_text(change)))
            self.show_pictures()
        elif self._search is not None:
            self.say(tr("Searching…"))
        else:
            self.say(tr("How little ink would make it another digit?"), leads=True)

    def _tell_none(self, sentence: str) -> None:
        self._found = None
        self.say(sentence, leads=True)

    def _stop(self) -> None:
        self._search = None
        self._searches.stop()
        self.search_bar.rest()
        if self._looked is not None:
            self._show()

    def _on_told(self, search: Search, report: object) -> None:
        if search is not self._search or not isinstance(report, ChangeReport):
            return
        self.search_bar.show_progress(report.steps, report.most)
        if report.change is not None:
            self._found = self._search, report.change
            self.pictures.set_pictures(change_pictures(report.change))

    def _on_ended(self, search: Search, sentence: str) -> None:
        if search is not self._search:
            return
        self._search = None
        self.search_bar.rest()
        if self._found is not None and self._found[0] is search:
            self._show()
        else:
            self._tell_none(sentence or tr("No change was found that has this answer."))


def _recognizer(looked: Looked) -> Recognizer:
    return looked.request.answer.request.recognizer
