"""The page Evaluate: what it says and shows is what the answers tell, whatever is chosen."""

import csv
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from lenet_app.evaluation import measures
from lenet_app.evaluation.corruptions import CORRUPTIONS
from lenet_app.evaluation.tsne import is_available
from lenet_app.gui.evaluate.gallery_content import Choice, Kind
from lenet_app.gui.evaluate.mapping import Method
from lenet_app.gui.evaluate.measuring import Source
from lenet_app.gui.evaluate.widgets.plots_card import MAP
from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from lenet_app.recognition.recognizer import Recognizer
from tests.gui.evaluate.desk import SECOND, TIMEOUT, Desk, answers_of, pick, pictures, write_own
from tests.gui.helpers import shipped_model
from tests.unit.samples import shipped


def click_cell(evaluating: Desk, true: int, said: int) -> None:
    view = evaluating.page.results.confusion
    at = view.cell(true, said).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    evaluating.settle()


def shown(evaluating: Desk) -> list[int]:
    """The numbers of the pictures that are shown."""
    gallery = evaluating.page.gallery
    assert gallery is not None
    assert len(gallery.pictures) == len(evaluating.page.results.gallery.pictures.pictures)
    return gallery.numbers.tolist()


def test_the_figures_are_those_of_the_answers(evaluating: Desk) -> None:
    answers = answers_of("LeNet-5")
    headline = evaluating.page.results.headline
    right = int((answers.labels == answers.said).sum())
    assert 0 < right < len(answers), "some are answered wrongly"
    assert headline.accuracy.text() == f"{int(10_000 * right / len(answers)) / 100:.2f} %"
    low, high = measures.interval(right, len(answers))
    told = f"{right:,} right of {len(answers):,} pictures"
    assert headline.line.text().startswith(
        f"95 % interval {100 * low - 0.005:.2f} to {100 * high - 0.005:.2f} %; {told}, loss "
    )
    confusion = evaluating.page.results.confusion.confusion
    assert confusion is not None
    np.testing.assert_array_equal(confusion.counts, measures.confusion(answers, 10))
    for number, line in enumerate(evaluating.page.results.bars.lines):
        of_class = answers.labels == number
        assert line.recalls[0] == (answers.said[of_class] == number).sum() / of_class.sum()


def test_the_surest_mistakes_are_shown_first_and_one_is_brought_to_the_canvas(evaluating: Desk) -> None:
    answers = answers_of("LeNet-5")
    expected = measures.mistakes(answers).tolist()
    assert shown(evaluating) == expected
    view = evaluating.page.results.gallery.pictures
    first = expected[0]
    true, said = answers.labels[first], answers.said[first]
    assert view.pictures[0].title == f"{true} → {said}"
    np.testing.assert_allclose(255 * view.pictures[0].values, pictures().images[first, 0], atol=1e-3)
    view.setFocus()
    assert view.accessibleName().startswith(f"{first:,}: true {true}, said {said}, ")
    QTest.keyClick(view, Qt.Key.Key_Return)
    ((data_set, number),) = evaluating.wanted
    assert (data_set.title, number) == (evaluating.evaluated.material.title, first)
    assert data_set.test.labels[number] == true


def test_a_cell_shows_its_pictures_by_click_and_by_keys(evaluating: Desk) -> None:
    answers = answers_of("LeNet-5")
    wrong = measures.mistakes(answers)[0]
    true, said = int(answers.labels[wrong]), int(answers.said[wrong])
    click_cell(evaluating, true, said)
    assert shown(evaluating) == measures.pictures_of(answers, true, said).tolist()
    card, view = evaluating.page.results.gallery, evaluating.page.results.confusion
    assert card.title.text().startswith(f"True {true}, said {said}: ")
    assert view.chosen == (true, said)
    assert not card.mistakes_button.isChecked()
    for _ in range(10):
        QTest.keyClick(view, Qt.Key.Key_Left)
        QTest.keyClick(view, Qt.Key.Key_Up)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    evaluating.settle()
    assert view.accessibleDescription().startswith("true 1, said 2: ")
    assert shown(evaluating) == measures.pictures_of(answers, 1, 2).tolist()
    click_cell(evaluating, 7, 7)
    assert len(shown(evaluating)) == int((answers.right & (answers.labels == 7)).sum())
    empty = np.argwhere(measures.confusion(answers, 10) == 0)[0].tolist()
    click_cell(evaluating, *empty)
    assert card.sentence == "No picture."
    card.mistakes_button.click()
    evaluating.settle()
    assert shown(evaluating) == measures.mistakes(answers).tolist()
    assert view.chosen is None


def test_a_class_shows_the_mistakes_with_it(evaluating: Desk) -> None:
    answers, bars = answers_of("LeNet-5"), evaluating.page.results.bars
    bars.setFocus()
    for _ in range(9):
        QTest.keyClick(bars, Qt.Key.Key_Down)
    assert bars.accessibleDescription().startswith("9: of ")
    QTest.keyClick(bars, Qt.Key.Key_Return)
    evaluating.settle()
    nine = (answers.labels == 9) | (answers.said == 9)
    assert shown(evaluating) == [one for one in measures.mistakes(answers).tolist() if nine[one]]


def test_a_second_model_is_held_against_the_first(evaluating: Desk) -> None:
    assert not evaluating.page.results.gallery.different_button.isEnabled()
    evaluating.choose_second(SECOND)
    one, two = answers_of("LeNet-5"), answers_of(SECOND)
    pair = measures.compared(one, two)
    sentence = evaluating.page.results.headline.sentence.text()
    assert f"only the first {pair.first}, only the second {pair.second}, neither {pair.neither}" in sentence
    assert "McNemar's test, p " in sentence or pair.first == pair.second
    assert [each.name for each in evaluating.page.results.headline.ranges.ranges] == ["LeNet-5", SECOND]
    QTest.mouseClick(evaluating.page.results.gallery.different_button, Qt.MouseButton.LeftButton)
    evaluating.settle()
    different = shown(evaluating)
    assert sorted(different) == np.flatnonzero(one.said != two.said).tolist() != []
    assert one.confidences[different].tolist() == sorted(one.confidences[different].tolist(), reverse=True)
    for number, picture in zip(different, evaluating.page.results.gallery.pictures.pictures, strict=True):
        mark = " ✓" if two.right[number] else ""
        assert picture.note.endswith(f"\nsecond: {two.said[number]}{mark}")
        assert f"{SECOND} says {two.said[number]}" in picture.told
    evaluating.choose_second("no other model")
    assert evaluating.page.desk.choice == Choice(Kind.MISTAKES)
    assert evaluating.page.results.headline.sentence.isHidden()


def test_the_model_in_use_is_followed_until_another_is_chosen(evaluating: Desk) -> None:
    evaluating.use(shipped(SECOND))
    evaluating.qtbot.waitUntil(lambda: evaluating.evaluated.names == (SECOND,), timeout=TIMEOUT)
    assert evaluating.page.choices.model_box.currentText() == f"In use: {SECOND}"
    evaluating.choose_model("LeNet-5")
    evaluating.qtbot.waitUntil(lambda: evaluating.evaluated.names == ("LeNet-5",), timeout=TIMEOUT)
    evaluating.use(shipped("LeNet-5 with dropout"))
    evaluating.settle()
    assert evaluating.evaluated.names == ("LeNet-5",)


def test_a_set_or_a_model_that_is_gone_gives_way_to_the_usual_one(evaluating: Desk) -> None:
    page = evaluating.page
    evaluating.choose_second(SECOND)
    page.set_models([one for one in page.choices.entries if one.name != SECOND])
    evaluating.qtbot.waitUntil(lambda: evaluating.evaluated.names == ("LeNet-5",), timeout=TIMEOUT)
    page.set_sets([("mnist", "MNIST")])
    assert page.desk.is_evaluating
    assert page.choices.set_box.currentText() == "its own: MNIST"


def test_while_nobody_sees_it_nothing_is_measured(evaluating: Desk) -> None:
    evaluating.page.hide()
    evaluating.use(shipped(SECOND))
    assert not evaluating.page.desk.is_evaluating
    evaluating.page.show()
    evaluating.qtbot.waitUntil(lambda: evaluating.evaluated.names == (SECOND,), timeout=TIMEOUT)


def test_it_is_stopped_and_begun_anew(evaluating: Desk) -> None:
    bar = evaluating.page.choices.search_bar
    with evaluating.qtbot.waitSignal(evaluating.page.desk.progressed, timeout=TIMEOUT):
        evaluating.choose_set("MNIST")
    assert bar.is_searching
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not evaluating.page.desk.is_evaluating
    assert evaluating.page.sentence == "The measuring was stopped."
    assert not bar.is_searching
    evaluating.choose_set("made")
    evaluating.settle()
    assert evaluating.page.sentence == ""
    assert len(evaluating.evaluated.first.answers) == len(pictures())


def test_sets_that_cannot_be_measured_with_are_told(evaluating: Desk) -> None:
    page = evaluating.page
    broken = evaluating.folder / "broken"
    broken.mkdir()
    page.set_sets([("mnist", "MNIST"), (str(broken), "Broken")])
    evaluating.choose_set("Broken")
    evaluating.qtbot.waitUntil(lambda: "broken" in page.sentence, timeout=TIMEOUT)
    cifar = next(one for one in page.choices.entries if one.data_set == "CIFAR-10")
    evaluating.choose_set("its own: MNIST")
    evaluating.choose_model(cifar.name)
    assert page.sentence == (
        f"{cifar.name} learned CIFAR-10, which is not on this computer: choose other pictures, or get it."
    )


def test_pictures_of_ones_own(evaluating: Desk) -> None:
    write_own(evaluating.folder / "mine")
    page = evaluating.page
    files: list[Path] = []
    page.file_chosen.connect(files.append)
    page.open_own(evaluating.folder / "mine")
    evaluating.qtbot.waitUntil(lambda: evaluating.evaluated.material.title == "mine", timeout=TIMEOUT)
    evaluating.settle()
    assert page.choices.set_box.currentText() == "mine: mine"
    assert len(evaluating.evaluated.first.answers) == 8
    assert page.notice.text.startswith("1 picture could not be answered: ")
    assert "empty.png: No ink was found." in page.notice.text
    page.look_at(Choice(Kind.CELL, 7, 7))
    evaluating.settle()
    page.results.gallery.pictures.picked.emit(0)
    assert [path.parent.name for path in files] == ["7"]
    assert "measured on a data set" in page.results.plots.holding.sentence.text()
    assert not page.results.plots.holding_bar.isEnabled()


def test_how_well_it_holds(evaluating: Desk) -> None:
    page, plots = evaluating.page, evaluating.page.results.plots
    page.desk.evaluate((shipped_model(),), Source(str(evaluating.folder / "few")))
    evaluating.settle()
    assert "152 pictures answered at 39 degrees" in plots.holding.sentence.text()
    with evaluating.qtbot.waitSignal(page.desk.holding_rested, timeout=TIMEOUT):
        QTest.mouseClick(plots.holding_bar.button, Qt.MouseButton.LeftButton)
    charts = [plot.chart for plot in plots.holding.plots]
    assert [chart.title for chart in charts] == ["Noise", "Blur", "Rotation", "Shift", "Scale", "Thickness"]
    assert [view.texts for view in plots.holding.examples][1:3] == [
        ("0 px", "1.8 px", "3 px"),
        ("−45 °", "0 °", "45 °"),
    ]
    shift = CORRUPTIONS[3]
    (curve,) = charts[3].series
    assert curve.x.tolist() == list(shift.degrees)
    some, recognizer = pictures(), Recognizer(shipped_model()).once
    said = [one.best for one in recognizer.recognise_all(shift.apply(some.images, shift.degrees[1], 0))]
    assert curve.y[1] == pytest.approx(100 * np.mean(said == some.labels))


def test_the_map_shows_the_picture_that_is_pointed_at(evaluating: Desk) -> None:
    page, plots = evaluating.page, evaluating.page.results.plots
    with evaluating.qtbot.waitSignal(page.desk.map_changed, timeout=TIMEOUT):
        plots.buttons[MAP].click()
    chart = plots.map.plot.chart
    some = pictures()
    assert [one.name for one in chart.series] == [str(label) for label in range(10)]
    assert [len(one.x) for one in chart.series] == np.bincount(some.labels).tolist()
    plots.map.plot.pointed.emit(3, 1)
    number = int(np.flatnonzero(some.labels == 3)[1])
    (picture,) = plots.map.picture.pictures
    assert picture.told.startswith(f"{number}: true 3, said ")
    np.testing.assert_allclose(255 * picture.values, some.images[number, 0], atol=1e-3)
    plots.map.plot.pressed.emit(3, 1)
    assert evaluating.wanted[-1][1] == number


@pytest.mark.skipif(not is_available(), reason="openTSNE is not installed: pip install -e '.[map]'")
def test_a_map_by_tsne_grows_and_can_be_stopped(evaluating: Desk) -> None:
    page, plots = evaluating.page, evaluating.page.results.plots
    with evaluating.qtbot.waitSignal(page.desk.map_changed, timeout=TIMEOUT):
        plots.buttons[MAP].click()
    before = page.desk.mapped
    pick(plots.method_box, "t-SNE")
    evaluating.qtbot.waitUntil(lambda: page.desk.mapped is not None, timeout=TIMEOUT)
    assert plots.map_bar.is_searching
    QTest.mouseClick(plots.map_bar.button, Qt.MouseButton.LeftButton)
    assert not page.desk.is_mapping
    mapped = page.desk.mapped
    assert mapped is not None
    assert mapped.method is Method.TSNE
    assert not mapped.is_whole
    assert sum(len(one.x) for one in plots.map.plot.chart.series) == len(pictures()), "what was found stays"
    assert plots.map_bar.isVisible()
    pick(plots.method_box, "Principal components")
    assert page.desk.mapped is before
    assert not plots.map_bar.isVisible()


def keepsakes_of(button: QToolButton, evaluating: Desk) -> list[Keepsake]:
    """What the menu of a button would save."""
    page = evaluating.page
    results = page.results
    from lenet_app.gui.evaluate import keepsakes

    found = {
        results.figures_button: lambda: keepsakes.figure_keepsakes(page.desk.evaluated, results.bars),
        results.confusion_button: lambda: keepsakes.confusion_keepsakes(page.desk.evaluated, results.confusion),
        results.gallery.save_button: lambda: keepsakes.gallery_keepsakes(
            page.desk.evaluated, page.desk.choice, results.gallery.pictures
        ),
    }
    return list(found[button]())


def test_tables_and_pictures_can_be_saved(evaluating: Desk, tmp_path: Path) -> None:
    results, answers = evaluating.page.results, answers_of("LeNet-5")
    saved: list[tuple[Form, Path]] = []
    for number, button in enumerate((results.figures_button, results.confusion_button, results.gallery.save_button)):
        for keepsake in keepsakes_of(button, evaluating):
            for form in {Form.PNG, Form.SVG, Form.CSV} & set(keepsake.forms):
                path = tmp_path / f"{number} {keepsake.title}.{form.ending}"
                with evaluating.qtbot.waitSignal(evaluating.page.keeping.saved, timeout=TIMEOUT):
                    evaluating.page.keeping.save(keepsake, form, path)
                saved.append((form, path))
    texts = {path.stem: path.read_text(encoding="utf-8") for form, path in saved if form is Form.CSV}
    tables = {name: list(csv.reader(StringIO(text))) for name, text in texts.items()}
    assert set(tables) == {"0 Each class", "0 All answers", "1 Confusion matrix", "2 Pictures"}
    assert len(tables["0 All answers"]) == len(answers) + 1
    assert [int(row[0]) for row in tables["2 Pictures"][1:]] == measures.mistakes(answers).tolist()
    for form, path in saved:
        if form is Form.PNG:
            with Image.open(path) as image:
                assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 5
        elif form is Form.SVG:
            assert path.read_bytes().startswith(b"<?xml")
