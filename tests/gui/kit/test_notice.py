import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.notice import Notice, Where
from lenet_app.gui.look.theme import Theme, ThemeSwitch

SENTENCE = "seven.txt is not a picture this program can read."
LONG = (
    "a_photograph_of_my_own_handwriting_that_was_taken_on_a_sunny_afternoon_in_the_garden.jpeg is damaged: "
    "its picture cannot be decoded, not even the first lines of it, so that there is nothing to be shown."
)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """A page with a field and an area that the notice is for."""
    ThemeSwitch(qapp, Theme.LIGHT)
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    field, area = QLineEdit(), QWidget()
    area.setObjectName("area")
    layout.addWidget(field)
    layout.addWidget(area, 1)
    page.resize(320, 400)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def host(page: QWidget, qtbot: QtBot) -> QWidget:
    """The area; the field has the focus."""
    field, area = page.findChild(QLineEdit), page.findChild(QWidget, "area")
    assert isinstance(field, QLineEdit)
    assert isinstance(area, QWidget)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return area


@pytest.fixture
def notice(host: QWidget) -> Notice:
    return Notice(host)


def text_label(notice: Notice) -> QLabel:
    (label,) = [label for label in notice.findChildren(QLabel) if label.text()]
    return label


def test_nothing_is_there_until_something_is_said(notice: Notice) -> None:
    assert not notice.isVisible()
    assert notice.text == ""


def test_a_sentence_stands_until_the_button_is_pressed(notice: Notice) -> None:
    notice.say(SENTENCE)
    assert notice.isVisible()
    assert notice.text == SENTENCE
    assert notice.accessibleName() == SENTENCE
    (button,) = notice.findChildren(QToolButton)
    assert button.toolTip() == "Put away what is told (Esc)"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()
    assert notice.text == ""


def test_escape_dismisses_wherever_the_focus_is(notice: Notice, host: QWidget) -> None:
    notice.say(SENTENCE)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not notice.isVisible()
    assert focus.hasFocus()


def test_of_two_notices_each_escape_dismisses_one(notice: Notice, host: QWidget) -> None:
    other = Notice(host.window())
    for one in (notice, other):
        one.say(SENTENCE)
    for remaining in (1, 0):
        QTest.keyClick(host.window(), Qt.Key.Key_Escape)
        assert [one.isVisible() for one in (notice, other)].count(True) == remaining


def test_a_later_sentence_takes_the_place_of_the_earlier(notice: Notice) -> None:
    notice.say(LONG)
    height = notice.height()
    notice.say(SENTENCE)
    assert notice.text == SENTENCE
    assert notice.height() < height


def test_it_lies_within_its_host_and_follows_its_size(notice: Notice, host: QWidget, qtbot: QtBot) -> None:
    notice.say(SENTENCE)
    for size in ((320, 400), (600, 300), (280, 500)):
        host.window().resize(*size)
        qtbot.waitUntil(lambda: notice.width() == host.width() - 16)
        assert host.rect().contains(notice.geometry())
        assert notice.geometry().bottom() == host.height() - 9


@pytest.mark.parametrize("width", [240, 304, 900])
def test_long_sentences_and_long_names_fit(notice: Notice, host: QWidget, qtbot: QtBot, width: int) -> None:
    host.window().resize(width + 24, 420)
    notice.say(LONG)
    qtbot.waitUntil(lambda: notice.width() == host.width() - 16)
    label = text_label(notice)
    qtbot.waitUntil(lambda: label.heightForWidth(label.width()) <= label.height())
    words = label.fontMetrics().boundingRect(0, 0, label.width(), 10_000, Qt.TextFlag.TextWordWrap.value, label.text())
    assert words.width() <= label.width(), "no word is cut off"
    assert host.rect().contains(notice.geometry())
    assert notice.text == LONG


def test_above_its_host_it_leaves_the_host_in_reach(host: QWidget, qtbot: QtBot) -> None:
    notice = Notice(host, Where.ABOVE)
    host.setFixedHeight(80)
    qtbot.waitUntil(lambda: host.height() == 80)
    notice.say(SENTENCE)
    top = host.mapTo(host.window(), QPoint()).y()
    assert notice.isVisible()
    assert notice.parent() is host.window()
    assert notice.geometry().bottom() < top
    host.window().resize(500, 600)
    qtbot.waitUntil(lambda: notice.width() == host.width() - 16)
    assert notice.geometry().bottom() < host.mapTo(host.window(), QPoint()).y()


def test_the_sign_follows_the_theme(qapp: QApplication, notice: Notice) -> None:
    switch = ThemeSwitch(qapp, Theme.LIGHT)
    notice.say(SENTENCE)
    (sign,) = [label for label in notice.findChildren(QLabel) if not label.pixmap().isNull()]
    before = sign.pixmap().toImage()
    switch.set_theme(Theme.DARK)
    assert sign.pixmap().toImage() != before
    switch.set_theme(Theme.LIGHT)
    assert sign.pixmap().toImage() == before
