"""Whose digits they are: a button that names the person, and a menu with everybody and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.menu_button import give_menu
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.language import tr

_LEAST, _SIDE, _ARROW = 96, 12, 28
"""Pixels of the button at least, left of the text, and for the arrow."""


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
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
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
        self.setText(tr("Person: {name}").format(name=self._name.replace("&", "&&")))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the chip above the pages: what it tells, the name in bold, as much as there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        named, bold = colours(self.palette()), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        x, room = _SIDE, self.width() - _SIDE - _ARROW
        parts = tr("Person: {name}").partition("{name}")
        for text in filter(None, parts):
            is_name = text == "{name}"
            font = bold if is_name else self.font()
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(self._name if is_name else text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(named.text if is_name else named.secondary_text)
            painter.drawText(QRect(x, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            wide = metrics.horizontalAdvance(shown)
            x, room = x + wide, room - wide
