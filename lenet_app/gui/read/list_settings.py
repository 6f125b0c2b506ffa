"""What a person set in the menu of the list, kept from session to session."""

from PySide6.QtCore import QObject

from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.widgets.list_card import ListCard
from lenet_app.gui.settings import Settings


class ListSettings(QObject):
    """Shows in the menu what was set, keeps what is set there, and has the session follow."""

    def __init__(self, card: ListCard, session: ReadingSession, settings: Settings) -> None:
        super().__init__(card)
        self._session, self._settings = session, settings
        card.goes_on_action.setChecked(settings.goes_on)
        card.goes_on_changed.connect(self._set_goes_on)
        card.marks_action.setChecked(settings.shows_marks)
        card.marks_changed.connect(self._show_marks)
        session.show_marks(settings.shows_marks)

    def _set_goes_on(self, goes_on: bool) -> None:
        self._settings.goes_on = goes_on

    def _show_marks(self, shows_marks: bool) -> None:
        self._settings.shows_marks = shows_marks
        self._session.show_marks(shows_marks)
