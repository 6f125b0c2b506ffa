"""The line above the layers that says that what is seen is a what-if, and leads back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.inside.words import in_order, off_text
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr, trn

_MOST_NAMED = 4
_MARGINS = 12, 2, 4, 2


class WhatIfNote(QFrame):
    """Hidden while all is as it is."""

    back_wanted = Signal()
    """Somebody wants to see it as it is."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.NOTICE)
        self.label = ElidedLabel()
        self.back_button = QPushButton(tr("Put all back"))
        set_kind(self.back_button, Kind.SMALL)
        self.back_button.setToolTip(tr("Show layers and answer as they are"))
        self.back_button.clicked.connect(self.back_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.back_button)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty while hidden."""
        return "" if self.isHidden() else self.label.text()

    def tell(self, answer: Answer | None, past: str) -> None:
        """Say of an answer what was other than it is; hide where nothing was.

        Args:
            answer: the newest.
            past: what answers, where that is a network as it was; else empty.
        """
        changes = "" if answer is None or not answer.is_what_if else _text(answer)
        seen = tr("Seen by {network}").format(network=past) if past else ""
        text = ". ".join(filter(None, [seen, changes]))
        if text:
            self.label.setText(text)
            self.setAccessibleName(text)
        self.setVisible(bool(text))


def _text(answer: Answer) -> str:
    what_if, architecture = answer.request.what_if, answer.request.recognizer.model.architecture
    parts = []
    if what_if.off:
        names = [off_text(unit, architecture) for unit in in_order(what_if.off, architecture)]
        if len(names) > _MOST_NAMED:
            more = len(names) - _MOST_NAMED + 1
            text = trn("without {names} and {count} more", "without {names} and {count} more", more)
            parts.append(text.format(names=", ".join(names[:-more]), count=more))
        else:
            parts.append(tr("without {names}").format(names=", ".join(names)))
    if answer.is_edited and what_if.edit is not None:
        count = what_if.edit.changed
        parts.append(trn("{count} pixel edited", "{count} pixels edited", count).format(count=count))
    return tr("What if: {changes}").format(changes="; ".join(parts))
