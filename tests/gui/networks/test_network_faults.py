"""What cannot be built is said and marked, and nothing takes another network than the form shows."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lenet_app.networks.layers import Convolution, MaxPooling
from tests.gui.helpers import shown_pixels
from tests.gui.networks.desk import Desk, begin, enter

TOO_SMALL = "S4 would be 16 × 0 × 0: its input of 16 × 10 × 10 is too small for it."


def test_what_cannot_be_built_is_neither_trained_nor_saved_nor_compared(networks: Desk) -> None:
    begin(networks)
    page, bar = networks.page, networks.page.actions_bar
    takers = (bar.train_button, bar.save_button, bar.compare_button, bar.export_button, page.new_button)
    tips = [button.toolTip() for button in takers]
    enter(page.editor.rows[3].kernel, 20)
    assert page.editor.verdict == f"{TOO_SMALL}\nThe table below shows the last one that could be built."
    for button in takers:
        assert not button.isEnabled()
        assert button.toolTip() == TOO_SMALL
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not bar.table_action.isEnabled()
    networks.settle()
    assert (networks.trained, networks.files) == ([], {})
    enter(page.editor.rows[3].kernel, 2)
    assert all(button.isEnabled() for button in takers)
    assert [button.toolTip() for button in takers] == tips
    assert bar.table_action.isEnabled()


def test_a_training_that_runs_does_not_hide_the_reason(networks: Desk) -> None:
    begin(networks)
    enter(networks.page.editor.rows[3].kernel, 20)
    networks.page.set_busy(True)
    networks.page.set_busy(False)
    assert not networks.page.actions_bar.train_button.isEnabled()
    assert networks.page.actions_bar.train_button.toolTip() == TOO_SMALL


def test_the_field_to_blame_is_marked_until_it_can_be(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    kernel = editor.rows[3].kernel
    plain = shown_pixels(kernel)
    assert editor.marked is None
    enter(kernel, 20)
    assert editor.marked is kernel
    assert kernel.toolTip() == f"{TOO_SMALL}\nS4: side of the window in pixels"
    assert kernel.accessibleDescription() == TOO_SMALL
    kernel.clearFocus()
    assert (shown_pixels(kernel)[0] != plain[0]).any(), "its outline"
    enter(kernel, 2)
    assert editor.marked is None
    assert kernel.toolTip() == "S4: side of the window in pixels"
    assert not kernel.accessibleDescription()
    enter(editor.rows[2].kernel, 15)
    assert editor.marked is editor.rows[2].kernel


def test_where_no_field_is_to_blame_the_row_is_marked(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    enter(editor.rows[4].count, 900_000)
    assert editor.fault.startswith("The network would have ")
    assert editor.marked is editor.rows[4]
    networks.click(editor.rows[4].remove_button)
    assert editor.marked is None
    enter(editor.width_box, 9999)
    enter(editor.height_box, 9998)
    assert editor.marked is editor.width_box


def test_two_layers_of_one_name_are_refused(networks: Desk) -> None:
    begin(networks)
    field = networks.page.editor.rows[2].name
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "C1\r")
    assert networks.page.editor.fault == "Two layers are called C1."
    assert networks.page.editor.marked is field


def test_the_table_is_seen_to_be_of_the_last_network_that_could_be_built(networks: Desk) -> None:
    begin(networks)
    page = networks.page
    enter(page.editor.rows[0].count, 8)
    holding = shown_pixels(page.table)
    enter(page.editor.rows[3].kernel, 20)
    assert page.current.architecture.layers[0] == Convolution("C1", 8)
    assert networks.column("Output")[3] == "16 × 5 × 5"
    assert page.table.is_stale
    assert page.table.accessibleDescription() == "Of the last network that could be built"
    assert (shown_pixels(page.table) != holding).any(), "paler"
    enter(page.editor.rows[3].kernel, 2)
    assert not page.table.is_stale
    assert (shown_pixels(page.table) == holding).all()


def test_what_was_typed_stays_while_another_network_is_looked_at(networks: Desk) -> None:
    begin(networks)
    page = networks.page
    enter(page.editor.rows[3].kernel, 20)
    networks.choose("LeNet-5 deep")
    assert page.actions_bar.train_button.isEnabled()
    assert page.new_button.isEnabled()
    assert not page.table.is_stale
    assert page.unsaved == ("LeNet-5, variant",)
    networks.choose("LeNet-5, variant")
    assert page.editor.fault == TOO_SMALL
    assert page.editor.rows[3].layer == MaxPooling("S4", 20)
    assert not page.actions_bar.save_button.isEnabled()
    enter(page.editor.rows[3].kernel, 2)
    assert page.editor.is_possible
