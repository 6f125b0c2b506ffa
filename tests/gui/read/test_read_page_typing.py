"""The Read page: typing goes on to the next digit of which the model is not sure."""

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from lenet_app.gui.settings import Settings
from tests.gui.read.desk import LEFT, Key, ReadDesk
from tests.gui.read.test_read_page_checking import open_doubtful, row


def place(desk: ReadDesk) -> tuple[int, int | None]:
    assert desk.view.current == desk.result.text.current
    return row(desk), desk.result.text.current


def test_typed_corrections_go_on_through_all_pictures(desk: ReadDesk) -> None:
    open_doubtful(desk, 2, 3)
    desk.click_digit(1)
    seen = []
    for key in (Key.Key_7, Key.Key_Return, Key.Key_0, Key.Key_Delete, Key.Key_5):
        focus = desk.page.window().focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        seen.append(place(desk))
    assert seen == [(1, 2), (1, 0), (0, 0), (0, 1), (0, 1)]
    assert [line.note for line in desk.list.lines] == ["5", desk.list.lines[1].note]
    assert desk.list.lines[1].note[:2] == "07"
    assert not any(line.warns for line in desk.list.lines)


def test_backspace_goes_back_to_what_was_typed(desk: ReadDesk) -> None:
    open_doubtful(desk, 3)
    desk.click_digit(0)
    desk.press(Key.Key_7)
    assert place(desk) == (0, 1)
    desk.press(Key.Key_Backspace)
    assert place(desk) == (0, 0)
    assert desk.checked.text == "???"
    desk.press(Key.Key_7)
    desk.press(Key.Key_Right)  # somebody chose: what is here is meant
    desk.press(Key.Key_Backspace)
    assert desk.checked.text == "7??"


def test_undo_goes_back_to_another_picture(desk: ReadDesk) -> None:
    open_doubtful(desk, 1, 1)
    desk.click_digit(0)
    desk.press(Key.Key_7)
    assert place(desk) == (0, 0)
    desk.result.text.setFocus()
    QTest.keySequence(desk.result.text, QKeySequence(QKeySequence.StandardKey.Undo))
    assert place(desk) == (1, 0)
    assert desk.checked.text == "?"


def test_who_corrects_what_was_sure_stays_with_the_picture(desk: ReadDesk) -> None:
    open_doubtful(desk, 1, 1)
    desk.click_digit(0)
    desk.press(Key.Key_7)
    desk.list.setCurrentRow(1)
    desk.click_digit(0)
    desk.press(Key.Key_8)
    assert place(desk) == (1, 0)


def test_it_is_a_setting_that_is_kept(desk: ReadDesk) -> None:
    action = desk.page.controls.card.goes_on_action
    assert action.isChecked()
    open_doubtful(desk, 3)
    desk.click_digit(0)
    action.trigger()
    desk.settings.write()
    assert not Settings().goes_on
    desk.press(Key.Key_7)
    assert place(desk) == (0, 0)
    action.trigger()
    desk.press(Key.Key_8)
    assert place(desk) == (0, 1)


def test_buttons_stay_where_they_are_pressed(desk: ReadDesk) -> None:
    open_doubtful(desk, 3)
    desk.click_digit(0)
    QTest.mouseClick(desk.result.card.digit_buttons[4], LEFT)
    assert place(desk) == (0, 0)
