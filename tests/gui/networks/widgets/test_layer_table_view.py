import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from lenet_app.gui.look.colours import DARK, LIGHT
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.networks.widgets.layer_table_view import LayerTableView
from lenet_app.networks import family
from lenet_app.networks.layers import C3_TABLE
from tests.gui.helpers import shown_pixels


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> LayerTableView:
    ThemeSwitch(qapp, Theme.LIGHT)
    table = LayerTableView()
    qtbot.addWidget(table)
    table.set_architecture(family.member("lenet5-1998").architecture)
    table.resize(1000, 300)
    table.show()
    return table


def test_each_layer_has_a_row_and_the_last_row_has_the_sums(table: LayerTableView) -> None:
    rows = table.texts.rows
    assert [row[0] for row in rows] == ["C1", "S2", "C3", "S4", "C5", "F6", "Output", "All"]
    assert rows[2] == (
        *("C3", "convolution, table, scaled tanh", "6 × 14 × 14", "16 × 10 × 10", "14 × 14", "1,516", "151,600"),
        *("5 × 5", "1", "0", "(14 − 5 + 2·0) / 1 + 1 = 10", "10", "14"),
    )
    assert rows[-1] == ("All", *[""] * 4, "60,000", "340,908", *[""] * 6)


def test_every_heading_says_in_a_sentence_what_it_means(table: LayerTableView) -> None:
    for column in table.texts.columns:
        assert column.meaning.endswith(".")
    meaning = table.texts.headerData(12, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert meaning == "The side that TensorFlow's padding “same” would give: ⌈W / S⌉."


def test_the_connection_table_is_told_of_the_layer_that_has_one(table: LayerTableView) -> None:
    def tip(row: int) -> str:
        return str(table.texts.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))

    assert tip(2).count("✕") == sum(map(len, C3_TABLE)) == 60
    assert tip(2).count("<tr>") == 7
    assert "60 of 96 kernels" in tip(2)
    assert "✕" not in tip(0)


def test_return_tells_what_the_pointer_does(table: LayerTableView, qtbot: QtBot) -> None:
    table.setFocus()
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text().count("✕") == 60
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_chosen_rows_are_copied_for_spreadsheets(table: LayerTableView) -> None:
    at = table.visualRect(table.texts.index(0, 1)).topLeft() + QPoint(4, 4)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["C1", "S2"]
    assert lines[0].split("\t")[6] == "122304"


@pytest.mark.parametrize("id_", family.ids())
def test_all_of_a_cells_text_is_seen(table: LayerTableView, id_: str) -> None:
    table.set_architecture(family.member(id_).architecture)
    metrics = table.fontMetrics()
    for row in table.texts.rows[:-1]:
        for number, text in enumerate(row[1:], start=1):
            assert metrics.horizontalAdvance(text) <= table.columnWidth(number) - 7


def test_the_names_stay_in_sight_while_the_rest_is_scrolled(table: LayerTableView, qtbot: QtBot) -> None:
    table.resize(500, 300)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 0)
    width = table.verticalHeader().width() - 1
    before = shown_pixels(table)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    after = shown_pixels(table)
    assert before[:, :width].min() < 80, "names"
    assert (before[:, :width] == after[:, :width]).all()
    assert (before[:, width + 1 : 480] != after[:, width + 1 : 480]).any()
    names = [table.texts.headerData(row, Qt.Orientation.Vertical) for row in range(table.texts.rowCount())]
    assert names == [row[0] for row in table.texts.rows]


def test_a_click_on_a_name_chooses_its_row(table: LayerTableView) -> None:
    names = table.verticalHeader()
    at = QPoint(8, names.sectionViewportPosition(2) + 4)
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert table.copied().startswith("C3\t")


def test_lines_move_together_where_there_is_little_room(table: LayerTableView, qtbot: QtBot) -> None:
    heights = []
    for height in (300, 210):
        table.resize(1000, height)
        qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() == 0)
        heights.append(table.rowHeight(0))
    assert heights[0] > heights[1]


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_its_text_has_the_colour_of_the_theme(table: LayerTableView, qapp: QApplication, theme: Theme) -> None:
    switch = ThemeSwitch(qapp, theme)
    image = table.grab().toImage()
    pixels = {image.pixelColor(x, y).name() for x in range(400) for y in range(40, 200)}
    assert (LIGHT if theme is Theme.LIGHT else DARK).text.name() in pixels
    switch.set_theme(Theme.LIGHT)
