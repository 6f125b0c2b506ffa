"""A row that goes on in further lines."""

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.wrapping_row import WrappingRow


class Place:
    """Three buttons above whatever else there is."""

    def __init__(self, qtbot: QtBot) -> None:
        self.buttons = [QPushButton(text) for text in ("One", "Another one", "The third of them")]
        self.window, self.row = QWidget(), WrappingRow(*self.buttons, spacing=8)
        self.below = QPushButton("Below")
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.row)
        layout.addWidget(self.below)
        layout.addStretch(1)
        qtbot.addWidget(self.window)
        self.window.resize(700, 300)
        self.window.show()
        self.qtbot = qtbot

    @property
    def lines(self) -> list[int]:
        """How many stand in each line, and none over another or outside."""
        seen = [button for button in self.buttons if button.isVisible()]
        assert all(self.row.rect().contains(button.geometry()) for button in seen)
        assert not any(
            one.geometry().intersects(other.geometry()) for one in seen for other in seen if one is not other
        )
        tops = sorted({button.y() for button in seen})
        return [sum(button.y() == top for button in seen) for top in tops]


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    return Place(qtbot)


def test_what_does_not_fit_goes_into_the_next_line(place: Place) -> None:
    assert place.lines == [3]
    high = place.row.height()
    widths = [button.sizeHint().width() for button in place.buttons]
    place.window.resize(widths[0] + widths[1] + 8, 300)
    place.qtbot.waitUntil(lambda: place.lines == [2, 1])
    assert place.row.height() == 2 * high + 8
    assert place.below.y() >= place.row.geometry().bottom()
    place.window.resize(max(widths), 300)
    place.qtbot.waitUntil(lambda: place.lines == [1, 1, 1])
    assert place.window.minimumSizeHint().width() == max(widths), "it may be as narrow as that"
    place.window.resize(700, 300)
    place.qtbot.waitUntil(lambda: place.lines == [3])


def test_one_that_goes_or_grows_makes_the_others_move(place: Place) -> None:
    place.window.resize(sum(button.sizeHint().width() for button in place.buttons) + 16, 300)
    place.qtbot.waitUntil(lambda: place.lines == [3])
    place.buttons[0].setText("One longer")
    place.qtbot.waitUntil(lambda: place.lines == [2, 1])
    place.buttons[1].hide()
    place.qtbot.waitUntil(lambda: place.lines == [2])
    assert place.buttons[2].x() == place.buttons[0].geometry().right() + 9


def test_what_wraps_itself_stands_in_a_row_that_wraps_and_the_last_one_at_its_end(qtbot: QtBot) -> None:
    inner = WrappingRow(*(QPushButton(text) for text in ("First", "Second", "Third")), spacing=2)
    outer = WrappingRow(QPushButton("Before"), inner, parts=True)
    qtbot.addWidget(outer)
    wide = outer.sizeHint().width()
    outer.resize(wide + 100, outer.heightForWidth(wide + 100))
    outer.show()
    assert inner.geometry().right() == outer.rect().right()
    narrow = inner.sizeHint().width() - 10
    high = outer.sizeHint().height()
    assert outer.heightForWidth(narrow) == 3 * high + 8 + 2, "one line, and below it two"
    outer.resize(narrow, outer.heightForWidth(narrow))
    qtbot.waitUntil(lambda: inner.x() == 0)
    assert inner.height() == 2 * high + 2
    inner.set_widgets([QPushButton("Alone")])
    qtbot.waitUntil(lambda: inner.sizeHint().width() < narrow)
