"""Every change of a variant can be undone and redone, and what was discarded comes back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from lenet_app.networks.layers import Convolution
from tests.gui.networks.desk import Desk, begin, enter

CTRL = Qt.KeyboardModifier.ControlModifier


def undo(networks: Desk) -> None:
    QTest.keyClick(focused(networks), Qt.Key.Key_Z, CTRL)


def redo(networks: Desk) -> None:
    QTest.keyClick(focused(networks), Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)


def focused(networks: Desk) -> QWidget:
    widget = networks.page.window().focusWidget()
    assert widget is not None
    return widget


def names(networks: Desk) -> list[str]:
    return [row.name.text() for row in networks.page.editor.rows]


LENET5 = ["C1", "S2", "C3", "S4", "C5", "F6", "output"]


def test_a_removed_layer_comes_back_with_its_sizes_and_the_others_names(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    enter(editor.rows[1].kernel, 3)
    networks.click(editor.rows[1].remove_button)
    assert names(networks) == ["C1", "C2", "S3", "C4", "F5", "output"]
    undo(networks)
    assert names(networks) == LENET5
    assert editor.rows[1].kernel.value() == 3
    undo(networks)
    assert editor.rows[1].kernel.value() == 2
    assert networks.page.unsaved == ()
    redo(networks)
    redo(networks)
    assert len(editor.rows) == 6
    redo(networks)
    assert len(editor.rows) == 6, "there is no more"
    assert networks.column("Layer")[:3] == ["C1", "C2", "S3"], "the table follows"


def test_every_kind_of_change_is_one_step(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    seen = [editor.draft]

    def done() -> None:
        assert editor.draft != seen[-1]
        seen.append(editor.draft)

    enter(editor.rows[0].kernel, 7)
    done()
    editor.title.setFocus()
    editor.title.selectAll()
    QTest.keyClicks(editor.title, "Mine")
    done()
    enter(editor.classes, 26)
    done()
    enter(editor.height_box, 36)
    done()
    editor.channels.setCurrentIndex(editor.channels.findData(3))
    editor.channels.activated.emit(editor.channels.currentIndex())
    done()
    networks.click(editor.rows[0].down_button)
    done()
    next(one for one in editor.rows[0].add_button.menu().actions() if one.text() == "dropout").trigger()
    done()
    editor.rows[2].activation.setFocus()
    QTest.keyClicks(editor.rows[2].activation, "GELU")
    editor.rows[2].activation.activated.emit(editor.rows[2].activation.currentIndex())
    done()
    while len(seen) > 1:
        assert editor.draft == seen.pop()
        networks.click(editor.undo_button)
    assert editor.draft == seen[0]
    assert not editor.undo_button.isEnabled()
    assert networks.titles[-1] == "LeNet-5, variant", "the list follows"


def test_letters_are_one_step_and_each_click_of_an_arrow_is_one(networks: Desk) -> None:
    begin(networks)
    count = networks.page.editor.rows[0].count
    enter(count, 123)
    QTest.keyClick(count, Qt.Key.Key_Up)
    QTest.keyClick(count, Qt.Key.Key_Up)
    assert count.value() == 125
    for value in (124, 123, 6):
        undo(networks)
        assert count.value() == value
    undo(networks)
    assert count.value() == 6


def test_a_field_that_is_typed_into_gives_its_keys_to_the_editor(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    networks.click(editor.rows[0].remove_button)
    editor.title.setFocus()
    editor.title.selectAll()
    QTest.keyClicks(editor.title, "Mine")
    undo(networks)
    assert editor.title.text() == "LeNet-5, variant"
    undo(networks)
    assert names(networks) == LENET5
    redo(networks)
    redo(networks)
    assert editor.title.text() == "Mine"


def test_an_unfinished_name_is_taken_back_by_itself(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    enter(editor.rows[1].count, 9)
    enter(editor.rows[0].count, 9)
    field = editor.rows[0].name
    field.setFocus()
    QTest.keyClicks(field, "edges")
    undo(networks)
    assert editor.rows[0].count.value() == 9
    assert field.text() != "C1edges"
    field.selectAll()
    QTest.keyClicks(field, "edges\r")
    assert editor.rows[0].layer.name == "edges"
    undo(networks)
    assert field.text() == "C1"
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "C1", "a layer has a name"


def test_an_impossible_value_is_undone(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[2].kernel, 99)
    assert networks.page.editor.fault
    undo(networks)
    assert networks.page.editor.is_possible
    assert networks.page.actions_bar.train_button.isEnabled()
    redo(networks)
    assert networks.page.editor.marked is networks.page.editor.rows[2].kernel


def test_each_variant_keeps_its_steps(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[0].count, 9)
    begin(networks, "lenet5-deep")
    enter(networks.page.editor.rows[0].count, 11)
    networks.choose("LeNet-5, variant")
    networks.page.editor.title.setFocus()
    undo(networks)
    assert networks.page.editor.rows[0].count.value() == 6
    networks.choose("LeNet-5 deep, variant")
    assert networks.page.editor.rows[0].count.value() == 11
    assert networks.page.unsaved == ("LeNet-5 deep, variant",)


def test_the_steps_work_wherever_the_focus_is(networks: Desk) -> None:
    begin(networks)
    networks.click(networks.page.editor.rows[0].remove_button)
    networks.page.table.setFocus()
    undo(networks)
    assert names(networks) == LENET5


def test_what_was_discarded_is_taken_back_by_the_notice(networks: Desk) -> None:
    begin(networks)
    page = networks.page
    enter(page.editor.rows[0].count, 9)
    enter(page.editor.rows[3].kernel, 20)
    networks.click(page.actions_bar.discard_button)
    assert page.notice.text == "The changes of LeNet-5, variant are discarded."
    assert not page.unsaved
    networks.click(page.notice.undo_button)
    assert page.notice.text == ""
    assert page.unsaved == ("LeNet-5, variant",)
    assert page.list.current_key == "+1"
    assert page.editor.rows[3].kernel.value() == 20
    assert page.editor.fault
    undo(networks)
    assert page.current.architecture.layers[0] == Convolution("C1", 9)


def test_what_was_discarded_is_taken_back_by_the_keys(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[0].count, 9)
    networks.click(networks.page.actions_bar.discard_button)
    networks.choose("LeNet-5 deep")
    assert networks.page.notice.text == ""
    undo(networks)
    assert networks.page.editor.rows[0].count.value() == 9
    networks.choose("LeNet-5 deep")
    undo(networks)
    assert networks.id == "lenet5-deep", "it is back already"


def test_discarding_what_was_not_changed_says_nothing(networks: Desk) -> None:
    begin(networks)
    networks.click(networks.page.actions_bar.discard_button)
    assert networks.page.notice.text == ""
    assert networks.titles[-1] == "None yet"


def test_a_changed_network_of_ones_own_comes_back_as_such(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[0].count, 9)
    networks.click(networks.page.actions_bar.save_button)
    networks.settle()
    networks.click(networks.page.actions_bar.change_button)
    enter(networks.page.editor.rows[0].count, 12)
    networks.click(networks.page.actions_bar.discard_button)
    assert networks.page.current.architecture.layers[0] == Convolution("C1", 9)
    networks.click(networks.page.notice.undo_button)
    networks.click(networks.page.actions_bar.save_button)
    networks.settle()
    assert list(networks.files) == ["lenet-5-variant.json"]
    assert networks.page.current.architecture.layers[0] == Convolution("C1", 12)


def test_an_unfinished_number_is_no_step_and_is_taken_back_first(networks: Desk) -> None:
    begin(networks)
    kernel = networks.page.editor.rows[0].kernel
    before = networks.page.editor.rows[0].layer
    enter(kernel, 7)
    changed = networks.page.editor.rows[0].layer
    kernel.setFocus()
    kernel.selectAll()
    QTest.keyClicks(kernel, "12")
    assert networks.page.editor.rows[0].layer == changed != before
    undo(networks)
    assert (kernel.text(), kernel.is_half_typed) == ("7", False)
    undo(networks)
    assert networks.page.editor.rows[0].layer == before
