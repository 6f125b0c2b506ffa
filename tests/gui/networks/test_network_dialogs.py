"""The dialogs that compare networks and ask for a reproduction say what is true of the network that is shown."""

import pytest

from lenet_app.gui.networks.widgets.comparison_view import ComparisonDialog
from lenet_app.gui.networks.widgets.reproduce_dialog import ReproduceDialog
from tests.gui.networks.desk import Desk, begin, enter


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("lenet5-1998", "In full: as published, three seeds"),
        ("lenet5-1998+relu", "In full: with its own recipe, three seeds"),
        ("lenet-slim", "In full: with its own recipe, three seeds"),
    ],
)
def test_a_reproduction_says_what_recipe_it_takes(networks: Desk, id_: str, text: str) -> None:
    networks.page.select(id_)
    button = networks.page.actions_bar.reproduce_button
    assert ("published" in button.toolTip()) == ("published" in text)
    networks.click(button)
    dialog = networks.dialog(ReproduceDialog)
    assert dialog.windowTitle() == "Reproduce results"
    assert dialog.full_button.text() == text
    dialog.all_button.click()
    assert dialog.full_button.text() == "In full: each with its recipe, three seeds"
    dialog.this_button.click()
    assert dialog.full_button.text() == text
    networks.press(dialog, "Cancel")


def test_a_removed_layer_is_told_with_what_follows_from_it(networks: Desk) -> None:
    begin(networks)
    networks.click(networks.page.editor.rows[0].remove_button)
    networks.click(networks.page.actions_bar.compare_button)
    dialog = networks.dialog(ComparisonDialog)
    assert dialog.combo.currentText() == "LeNet-5"
    assert dialog.summary == "8 differences. Only LeNet-5 has C1."
    rows = dialog.table.texts.rows
    assert rows[0] == ("C1", "whole layer", "–", "convolution")
    assert rows[1] == ("S1 / S2", "output", "1 × 16 × 16", "6 × 14 × 14")
    assert "name" not in [what for _where, what, _one, _other in rows]
    networks.press(dialog, "Close")


def test_one_difference_is_told_as_one(networks: Desk) -> None:
    begin(networks)
    editor = networks.page.editor
    next(one for one in editor.rows[5].add_button.menu().actions() if one.text() == "dropout").trigger()
    networks.click(networks.page.actions_bar.compare_button)
    dialog = networks.dialog(ComparisonDialog)
    assert dialog.summary == "1 difference. Only LeNet-5, variant has drop1."
    assert dialog.table.texts.rows == (("drop1", "whole layer", "dropout", "–"),)
    networks.press(dialog, "Close")


def test_a_draft_is_told_from_what_is_saved(networks: Desk) -> None:
    networks.page.select("lenet5-conv3")
    networks.click(networks.page.new_button)
    title = networks.page.editor.title.text()
    networks.click(networks.page.actions_bar.save_button)
    networks.settle()
    networks.page.select("lenet5-conv3")
    networks.click(networks.page.new_button)
    enter(networks.page.editor.rows[0].count, 9)
    saved, draft = (networks.page.list.item(networks.titles.index(one)) for one in (title, f"{title} 2"))
    assert saved.text() == "LeNet-5 with three convolutions, variant"
    assert saved.toolTip().startswith(f"{saved.text()} (lenet-5-with-three-convolutions-variant): ")
    assert draft.text() == "LeNet-5 with three convolutions, variant 2"
    assert draft.toolTip().startswith(f"{draft.text()}: its changes last until the window closes")
    assert networks.note(draft.text()) == "Draft, not saved"
    assert "Draft" not in networks.note(saved.text())
