"""What the two views of training pictures have in common: the pictures themselves, or how to get them."""

from lenet_app.gui.draw.inspector.why.view import WhyView
from lenet_app.gui.draw.learned_pictures import LearnedPictures
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.inside.widgets.search_bar import SearchBar
from lenet_app.gui.workers.searching import Search, Searches
from lenet_app.language import tr

COUNT = 12
"""Pictures that are shown."""


class DigitsView(WhyView):
    """Pictures of what the model in use learned; while these are not there, it says so.

    Args:
        name: of what is shown.
        learned: the pictures.
        searches: where they are looked through.
        search_bar: tells how far that is.
    """

    def __init__(self, name: str, learned: LearnedPictures, searches: Searches, search_bar: SearchBar) -> None:
        tip = tr("Go to the page Train, where data sets are downloaded or opened")
        super().__init__(PicturesView(name, tr("Put this picture on the canvas")), tr("Get it…"), tip)
        self.learned, self._searches, self.search_bar = learned, searches, search_bar
        self.search: Search | None = None
        self.is_held = False
        """Whether somebody has stopped the search, which waits until somebody wants it."""
        self.lead_button.clicked.connect(learned.get)
        search_bar.begun.connect(self._resume)
        search_bar.stopped.connect(self._hold)
        learned.found.connect(self._on_learned)
        searches.told.connect(self._on_told)
        searches.ended.connect(self._on_ended)

    def has_pictures(self) -> bool:
        """Whether the pictures are there; else it says why not."""
        self.learned.look()
        is_there = self.learned.learned is not None
        self.search_bar.setEnabled(is_there)
        if not is_there:
            self.say(self.learned.sentence, leads=self.learned.can_be_got)
        return is_there

    def begin(self, search: Search) -> None:
        """Look through them."""
        self.search = search
        self.search_bar.show_progress(0, 1)
        self._searches.begin(search)

    def stop(self) -> None:
        """Look through them no more."""
        if self.search is not None:
            self.search = None
            self._searches.stop()
            self.search_bar.rest()

    def sleep(self) -> None:
        """Look for nothing any more."""
        super().sleep()
        self.stop()

    def refresh(self) -> None:
        """Show what is known now, and look for what is not."""
        raise NotImplementedError

    def take(self, search: Search, report: object) -> None:
        """Take what a search has found so far."""
        raise NotImplementedError

    def _on_learned(self) -> None:
        if self.is_awake:
            self.refresh()

    def _hold(self) -> None:
        self.is_held = True
        self.stop()
        self.refresh()

    def _resume(self) -> None:
        self.is_held = False
        self.refresh()

    def _on_told(self, search: Search, report: object) -> None:
        if search is self.search:
            self.take(search, report)

    def _on_ended(self, search: Search, sentence: str) -> None:
        if search is self.search:
            self.search = None
            self.search_bar.rest()
            if sentence:
                self.say(sentence)
