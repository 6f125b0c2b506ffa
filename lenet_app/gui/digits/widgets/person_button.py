"""Whose digits they are: a button that names the person, and a menu with everybody and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_LEAST, _AROUND = 96, 48
"""Pixels of the button at least, and of arrow and margins beside the name."""


class PersonButton(QPushButton):
    """Names who is chosen. It asks; whoever listens does."""

    chosen = Signal(str)
    """The key of the person that is wanted."""
    add_wanted = Signal()
    import_wanted = Signal()
    rename_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CHIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST)
        explain(
            self,
            tr(
                "Several people can share this computer. Each has samples, models and a queue of their own: what is"
                " labelled on Draw and Read goes to the one who is chosen, and the model that they used last answers."
                " Data sets, networks and kept trainings are everyone’s."
            ),
        )
        self._name = ""
        self.people_menu = QMenu(self)
        self.people_menu.setToolTipsVisible(True)
        give_menu(self, self.people_menu)
        self._end = self.people_menu.addSeparator()
        self.add_action = self._action(tr("Add a person…"), tr("Somebody new, with nothing yet"), self.add_wanted)
        tip = tr("Somebody new, with the samples and the model of a ZIP that was exported here or elsewhere")
        self.import_action = self._action(tr("Add a person from a ZIP…"), tip, self.import_wanted)
        self.rename_action = self._action(tr("Rename…"), tr("Give whoever is chosen another name"), self.rename_wanted)
        self._everyone = QActionGroup(self)
        self.show_people([("", "")], "")

    @property
    def name(self) -> str:
        """Who is chosen."""
        return self._name

    @property
    def people(self) -> list[QAction]:
        """Everybody's lines in the menu, in their order."""
        return self._everyone.actions()

    def show_people(self, people: Sequence[tuple[str, str]], chosen: str) -> None:
        """These people are there, by key and name, and the one of this key is chosen."""
        for action in self.people:
            self._everyone.removeAction(action)
            self.people_menu.removeAction(action)
            action.deleteLater()
        for key, name in people:
            action = QAction(name.replace("&", "&&"), self._everyone)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.setToolTip(tr("Work with the samples and models of {name}").format(name=name))
            action.triggered.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self.people_menu.insertAction(self._end, action)
            if key == chosen:
                self._name = name
        self._tell()

    def _action(self, text: str, tip: str, signal: SignalInstance) -> QAction:
        action = self.people_menu.addAction(text)
        action.setToolTip(tip)
        action.triggered.connect(lambda _checked=False: signal.emit())
        return action

    def _tell(self) -> None:
        self.setAccessibleName(tr("Whose digits: {name}").format(name=self._name))
        self.setToolTip(plain(tr("Whose digits these are: {name}").format(name=self._name)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole = tr("Digits of {name}").format(name=self._name)
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.width() - _AROUND)
        self.setText(shown.replace("&", "&&"))
