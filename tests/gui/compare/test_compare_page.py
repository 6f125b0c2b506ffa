"""The page Compare: runs listed, grouped, sorted, filtered, marked, deleted with Undo, drawn, reported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.charts.chart import NEUTRAL, Curve, Points
from lenet_app.gui.answering.answers import answer
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import Request
from lenet_app.gui.compare.page import ComparePage
from lenet_app.gui.compare.widgets.run_lines import Column, Line
from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from lenet_app.gui.kit.name_dialog import NameDialog
from lenet_app.gui.settings import Settings
from lenet_app.paths import Home, bundled
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.runs.comparison.courses import Along, Cost, Measure
from lenet_app.runs.kept.kept_run import HEAD, MODEL
from lenet_app.runs.kept.marks import FILE, Marks, read_marks, write_marks
from lenet_app.storage.models import read_model, write_model
from tests.gui.compare.runs import put_compared
from tests.gui.helpers import SEVEN
from tests.unit.runs.comparison.made import put, store

TIMEOUT = 200_000
Made = Callable[[], ComparePage]


@pytest.fixture
def made(qtbot: QtBot) -> Made:
    """Makes the page, shown and read."""

    def make() -> ComparePage:
        settings = Settings.of(Home.of_user())
        page = ComparePage(Home.of_user(), ModelInUse(settings), settings)
        qtbot.addWidget(page, before_close_func=lambda page: page.finish())
        page.resize(1190, 640)
        with qtbot.waitSignal(page.desk.changed, timeout=TIMEOUT):
            page.show()
        return page

    return make


@pytest.fixture
def page(made: Made) -> ComparePage:
    put_compared()
    return made()


def cells(page: ComparePage, column: Column) -> list[str]:
    return [line.texts[column] for line in page.table.lines.lines]


def line_of(page: ComparePage, title: str) -> Line:
    return next(line for line in page.table.lines.lines if line.texts[Column.NAME] == title)


def choose(page: ComparePage, *places: int) -> None:
    page.table.choose([page.table.lines.lines[place].key for place in places])


def entered(qtbot: QtBot, page: ComparePage, text: str) -> None:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(NameDialog)), timeout=TIMEOUT)
    dialog = next(one for one in page.findChildren(NameDialog) if one.isVisible())
    dialog.field.setText(text)
    dialog.buttons.button(dialog.buttons.StandardButton.Ok).click()


def test_an_empty_page_says_what_it_is_for_and_leads_there(made: Made, qtbot: QtBot) -> None:
    page = made()
    assert page.train_button.isVisible()
    with qtbot.waitSignal(page.train_requested, timeout=TIMEOUT):
        page.train_button.click()


def test_seeds_stand_together_and_open_to_their_runs(page: ComparePage) -> None:
    assert cells(page, Column.COUNT) == ["3", "1", "1"]
    assert cells(page, Column.ACCURACY) == ["99.00 ± 0.20", "99.50", "97.00"]
    assert cells(page, Column.BEST) == ["98.50 / 98.00"] * 3
    assert cells(page, Column.PARAMETERS) == ["61,706", "431,080", "61,706"]
    assert cells(page, Column.DIFFERS)[2] == "rate 0.05"
    model, top = page.table.lines, page.table.lines.index(0, 0)
    assert model.rowCount(top) == 3
    assert [model.index(row, Column.NAME, top).data() for row in range(3)] == [
        "seed 2",
        "seed 1",
        "seed 0",
    ]
    assert model.index(1, Column.NAME, top).parent() == top
    assert model.rowCount(model.index(1, 0)) == 0


def test_a_heading_sorts_and_pinned_runs_stay_on_top(page: ComparePage, qtbot: QtBot) -> None:
    page.table.sortByColumn(Column.ACCURACY, Qt.SortOrder.AscendingOrder)
    assert cells(page, Column.ACCURACY) == ["97.00", "99.00 ± 0.20", "99.50"]
    choose(page, 2)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert cells(page, Column.ACCURACY)[0] == "99.50"
    page.table.sortByColumn(Column.ACCURACY, Qt.SortOrder.DescendingOrder)
    pinned = [line.texts[Column.ACCURACY] for line in page.table.lines.lines if line.group.pinned]
    assert cells(page, Column.ACCURACY)[:1] == pinned
    assert len(pinned) == 1


def test_a_click_on_the_dot_pins_all_seeds_and_keeps_it(page: ComparePage, qtbot: QtBot) -> None:
    index = page.table.lines.index(0, Column.PIN)
    rect: QRect = page.table.visualRect(index)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    folders = [store().folder / f"quick-{seed}" for seed in range(3)]
    qtbot.waitUntil(lambda: all((folder / FILE).exists() for folder in folders), timeout=TIMEOUT)
    page.desk.finish()
    assert all(read_marks(folder).pinned for folder in folders)


def test_a_filter_takes_words_from_everywhere(page: ComparePage, qtbot: QtBot) -> None:
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "caffe")
    qtbot.waitUntil(lambda: len(page.table.lines.lines) == 1, timeout=TIMEOUT)
    page.filter.clear()
    qtbot.waitUntil(lambda: len(page.table.lines.lines) == 3, timeout=TIMEOUT)
    write_marks(store().folder / "rate", Marks(note="too fast", tags=("bad",)))
    with qtbot.waitSignal(page.desk.changed, timeout=TIMEOUT):
        page.refresh()
    QTest.keyClicks(page.filter, "fast bad")
    qtbot.waitUntil(lambda: cells(page, Column.NOTE) == ["#bad · too fast"], timeout=TIMEOUT)


def test_what_a_person_puts_on_runs_is_kept_in_their_folders(page: ComparePage, qtbot: QtBot) -> None:
    actions, folder = page.actions_of_runs, store().folder / "caffe"
    choose(page, 1)
    for ask, text in (
        (actions.ask_title, "Mine"),
        (actions.ask_note, "for the talk"),
        (actions.ask_tags, "#good, good, 7 × 9,"),
        (actions.ask_folder, "Talk"),
    ):
        ask()
        entered(qtbot, page, text)
        qtbot.waitUntil(lambda: not any(one.isVisible() for one in page.findChildren(NameDialog)), timeout=TIMEOUT)
    assert cells(page, Column.NAME)[1] == "Mine"
    assert cells(page, Column.NOTE)[1] == "#good · #7 × 9 · for the talk"
    assert [choice.text for choice in page.chips.choices] == ["All 5", "Talk 1"]
    page.chips.button("/Talk").click()
    assert cells(page, Column.NAME) == ["Mine"]
    page.desk.finish()
    assert read_marks(folder) == Marks("Mine", "for the talk", ("good", "7 × 9"), "Talk")


def test_marks_that_cannot_be_kept_are_told_and_taken_back(page: ComparePage, qtbot: QtBot) -> None:
    (store().folder / "caffe" / FILE).write_text("{", encoding="utf-8")
    choose(page, 1)
    with qtbot.waitSignal(page.desk.failed, timeout=TIMEOUT) as told:
        page.actions_of_runs.toggle_pins()
    assert "marks.json cannot be used: it is not JSON." in told.args[0]
    assert "marks.json" in page.notice.text
    qtbot.waitUntil(lambda: not any(line.group.pinned for line in page.table.lines.lines), timeout=TIMEOUT)


def test_deleted_runs_come_back_by_undo(page: ComparePage, qtbot: QtBot) -> None:
    choose(page, 0, 2)
    page.delete_button.click()
    qtbot.waitUntil(lambda: len(page.table.lines.lines) == 1, timeout=TIMEOUT)
    assert page.notice.text == "4 runs are in the trash."
    assert sorted(path.name for path in store().trash.iterdir()) == ["quick-0", "quick-1", "quick-2", "rate"]
    page.notice.undo_button.click()
    qtbot.waitUntil(lambda: len(page.table.lines.lines) == 3, timeout=TIMEOUT)
    assert not any(store().trash.iterdir())


def test_a_run_that_is_at_work_is_not_deleted(page: ComparePage, qtbot: QtBot) -> None:
    run = store().find("caffe")
    head = (run.folder / "run.json").read_text(encoding="utf-8").replace('"done"', '"running"')
    (run.folder / "run.json").write_text(head, encoding="utf-8")
    claimed = store().go_on(run)
    choose(page, 1)
    with qtbot.waitSignal(page.desk.failed, timeout=TIMEOUT) as told:
        page.delete_button.click()
    assert told.args == ["The run caffe is at work: stop it first."]
    claimed.lock.release()
    assert run.folder.exists()


def drawn(page: ComparePage) -> list[Curve]:
    return [one for one in page.plots.curves.chart.series if isinstance(one, Curve)]


def test_selected_and_pinned_runs_are_drawn_with_the_spread_of_their_seeds(page: ComparePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(drawn(page)) == 3)  # the first ones, while nothing is selected
    choose(page, 1)
    qtbot.waitUntil(lambda: len(drawn(page)) == 1, timeout=TIMEOUT)
    assert drawn(page)[0].band is None
    choose(page, 0, 1)
    qtbot.waitUntil(lambda: len(drawn(page)) == 2, timeout=TIMEOUT)
    assert drawn(page)[0].band is not None
    page.plots.along.button(Along.SECONDS).click()
    assert [curve.x[-1] for curve in drawn(page)] == [30, 180]
    page.plots.measure.setCurrentIndex(page.plots.measure.findData(Measure.TRAINING_LOSS))
    page.plots.measure.activated.emit(0)
    assert page.plots.curves.chart.y.name == "loss"
    assert page.plots.curves.chart.x.unit == "s"


def test_results_have_the_colours_of_the_curves_and_lead_to_their_lines(page: ComparePage, qtbot: QtBot) -> None:
    choose(page, 1)
    qtbot.waitUntil(lambda: len(drawn(page)) == 1, timeout=TIMEOUT)
    quiet, chosen = page.plots.results.chart.series
    assert isinstance(quiet, Points)
    assert (quiet.colour, len(quiet.x)) == (NEUTRAL, 2)
    assert chosen.colour == drawn(page)[0].colour == 0
    page.plots.results.pressed.emit(0, 0)
    assert [line.key for line in page.table.chosen] == [page.table.lines.lines[0].key]
    page.plots.view.button(Cost.PARAMETERS).click()
    assert page.plots.results.chart.x.name == "parameters"


def test_settings_that_differ_stand_out(page: ComparePage) -> None:
    page.plots.view.button("settings").click()
    choose(page, 0, 2)
    table = page.plots.settings.table.texts
    row = next(number for number, texts in enumerate(table.rows) if texts[0] == "rate")
    assert table.rows[row][2] == "0.05"
    assert table.index(row, 2).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert table.index(row, 1).data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_report_of_what_is_drawn_is_written(page: ComparePage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(page, 0, 1)
    asked: list[Keepsake] = []
    page.keeping.ask = lambda keepsake, form: asked.append(keepsake)  # type: ignore[method-assign]
    page.report_button.click()
    with qtbot.waitSignal(page.keeping.written, timeout=TIMEOUT):
        page.keeping.save(asked[0], Form.HTML, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "99.00 ± 0.20" in text
    assert text.count("<details>") == 4
    assert page.notice.text == "report.html is saved."
    assert page.notice.undo_button.text() == "Open"


def test_copied_lines_and_plots_to_be_saved(page: ComparePage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(page, 1)
    QTest.keySequence(page.table, "Ctrl+C")
    rows = QApplication.clipboard().text().splitlines()
    assert rows[1].split("\t")[3] == "99.50"
    qtbot.waitUntil(lambda: len(drawn(page)) == 1, timeout=TIMEOUT)
    kept = page.plots.keepsakes()
    assert [keepsake.title for keepsake in kept] == ["Accuracy, hold-out", "Accuracy against seconds"]
    for form, path in ((Form.PNG_200_DPI, tmp_path / "a.png"), (Form.CSV, tmp_path / "a.csv")):
        with qtbot.waitSignal(page.keeping.written, timeout=TIMEOUT):  # beside the window
            page.keeping.save(kept[1], form, path)
    with Image.open(tmp_path / "a.png") as picture:
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").count("\n") == 4


def test_what_differs_has_room_in_a_narrow_window_and_the_reference_tells_its_own(page: ComparePage) -> None:
    page.resize(1000, 560)
    header, lines = page.table.header(), page.table.lines.lines
    network, differs = header.sectionSize(Column.NETWORK), header.sectionSize(Column.DIFFERS)
    assert differs > network
    told = {line.title: line.texts[Column.DIFFERS] for line in lines}
    assert len(lines) == len({line.key for line in lines}) == 3
    assert all("rate " in text for text in told.values()), told


def test_the_menu_is_where_it_was_asked_for(page: ComparePage, qtbot: QtBot) -> None:
    choose(page, 0)
    page.table.menu_wanted.emit(page.mapToGlobal(QPoint(50, 50)))
    qtbot.waitUntil(page.actions_of_runs.menu.isVisible, timeout=TIMEOUT)
    assert page.actions_of_runs.rename.isEnabled()
    page.actions_of_runs.menu.close()
    choose(page, 0, 1)
    assert not page.actions_of_runs.rename.isEnabled()


def test_two_runs_say_what_a_drawing_is(page: ComparePage, qtbot: QtBot) -> None:
    for name, network in (("quick-2", "lenet5"), ("caffe", "lenet-caffe")):
        model = read_model(bundled("models", f"{network}.safetensors"))
        write_model(model, store().folder / name / MODEL)
    page.plots.view.button("digit").click()
    choose(page, 0, 1, 2)
    columns = page.plots.digit.columns
    qtbot.waitUntil(lambda: columns[0].note.text() == "Draw something on Draw.", timeout=TIMEOUT)
    page.set_answer(answer(Request(SEVEN, Recognizer(model), 0.0)))
    qtbot.waitUntil(columns[1].answer.isVisible, timeout=TIMEOUT)
    for column, title in zip(columns, ("rate 0.002 · LeNet-5", "Caffe's LeNet"), strict=True):
        assert column.title.text() == title
        assert column.answer.text().startswith("7, 9")
        assert column.bars.accessibleDescription().count("%") == 10
    choose(page, 2)
    qtbot.waitUntil(lambda: columns[0].note.text() == "It has no finished model yet.", timeout=TIMEOUT)
    assert not columns[1].isVisible()


def test_other_runs_are_listed_once_somebody_looks_again(page: ComparePage, qtbot: QtBot) -> None:
    choose(page, 1)
    page.table.expand(page.table.lines.index(0, 0))
    put("new", network="lenet5-deep", begun="2026-02-01T00:00:00+00:00")
    page.hide()
    with qtbot.waitSignal(page.desk.changed, timeout=TIMEOUT):
        page.show()
    assert [line.group.runs[0].run.name for line in page.table.lines.lines][:2] == ["new", "quick-2"]
    assert [line.title for line in page.table.chosen] == ["Caffe's LeNet"]
    assert page.table.isExpanded(page.table.lines.index(1, 0))


def test_what_cannot_be_read_is_told_once(made: Made, qtbot: QtBot) -> None:
    put_compared()
    (store().folder / "rate" / HEAD).write_text("{", encoding="utf-8")
    page = made()
    assert "rate cannot be used" in page.notice.text
    assert len(page.table.lines.lines) == 2
    page.notice.dismiss()
    with qtbot.waitSignal(page.desk.changed, timeout=TIMEOUT):
        page.refresh()
    assert page.notice.text == ""
