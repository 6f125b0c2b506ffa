"""The window's pages together: what is asked for on one shows on the others."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QTextBrowser
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.subjects import DataSetPicture
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.evaluate.gallery_content import Choice, Kind
from lenet_app.gui.read.widgets.writing_panel import WritingPanel
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.ink.strokes import Drawing
from lenet_app.networks import family
from lenet_app.paths import Home
from lenet_app.samples.sample import Sample, Source
from tests.gui.canvas.canvas_helpers import draw
from tests.gui.draw.test_draw_page_numbers import side_by_side
from tests.gui.evaluate.desk import choose_few, pick, pictures, settle, write_few, write_own
from tests.gui.helpers import entry_of
from tests.gui.read.desk import page_pixels, save_page
from tests.gui.window_pages import digits_page, draw_page, evaluate_page, networks_page, read_page, train_page
from tests.unit.data.sample_files import cifar_files, write_files, write_small_set
from tests.unit.samples import ODD
from tests.unit.samples import model as small_model

TIMEOUT = 200_000


def train(window: MainWindow, qtbot: QtBot, id_: str) -> None:
    """Fill the network in and train it to its end."""
    page = train_page(window)
    page.show_member(family.member(id_))
    qtbot.waitUntil(page.choices.train_button.isEnabled, timeout=TIMEOUT)
    with qtbot.waitSignal(window.training.ended, timeout=TIMEOUT):
        page.choices.train_button.click()


def test_keys_and_buttons_turn_the_pages(window: MainWindow) -> None:
    assert draw_page(window).isVisible()
    QTest.keySequence(window, "Ctrl+2")
    assert read_page(window).isVisible()
    QTest.keySequence(window, "Ctrl+3")
    assert digits_page(window).isVisible()
    QTest.keySequence(window, "Ctrl+4")
    assert train_page(window).isVisible()
    assert window.header.title == "Train"
    QTest.keySequence(window, "Ctrl+1")
    draw_page(window).canvas.setFocus()
    QTest.keySequence(draw_page(window).canvas, "Ctrl+4")
    assert train_page(window).choices.train_button.hasFocus(), "the keyboard goes along"
    QTest.keySequence(window, "Ctrl+5")
    assert networks_page(window).isVisible()
    assert not draw_page(window).isVisible()
    QTest.mouseClick(window.rail.button("draw"), Qt.MouseButton.LeftButton)
    assert draw_page(window).isVisible()


def test_the_keys_of_a_page_are_for_what_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    """Draw and Read both paste, open and undo."""
    pixels, text = page_pixels()
    height, width = pixels.shape[:2]
    QGuiApplication.clipboard().setImage(QImage(pixels.tobytes(), width, height, QImage.Format.Format_RGBA8888))
    window.rail.show_page("read")
    QTest.keySequence(window, "Ctrl+V")
    qtbot.waitUntil(lambda: read_page(window).result.text.page.text == text, timeout=TIMEOUT)
    assert isinstance(draw_page(window).canvas.content, Drawing)
    QTest.keySequence(window, "Ctrl+1")
    QTest.keySequence(window, "Ctrl+V")
    qtbot.waitUntil(lambda: isinstance(draw_page(window).canvas.content, ShownPicture), timeout=TIMEOUT)
    assert len(read_page(window).session.items) == 1


def test_a_number_opened_on_draw_is_read_from_its_file(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    _, text = page_pixels()
    save_page(tmp_path / "page.png")
    draw_page(window).open_picture(tmp_path / "page.png")
    offer = draw_page(window).read_offer
    qtbot.waitUntil(lambda: bool(offer.text), timeout=TIMEOUT)
    QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: read_page(window).result.text.page.text == text, timeout=TIMEOUT)
    assert read_page(window).isVisible()
    item = read_page(window).current
    assert item is not None
    assert item.source == tmp_path / "page.png"


def test_a_number_drawn_on_draw_is_read_by_its_strokes_and_gone_on_with(window: MainWindow, qtbot: QtBot) -> None:
    drawing = side_by_side()
    draw_page(window).canvas.set_content(drawing)
    offer = draw_page(window).read_offer
    qtbot.waitUntil(lambda: bool(offer.text), timeout=TIMEOUT)
    QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    page = read_page(window)
    qtbot.waitUntil(lambda: page.result.text.page.text == "17", timeout=TIMEOUT)
    assert page.isVisible()
    item = page.current
    assert item is not None
    assert item.name == "Written number"
    assert isinstance(item.source, Drawing)
    assert [len(stroke.points) for stroke in item.source.strokes] == [len(one.points) for one in drawing.strokes]
    (sheet,) = [one for one in page.findChildren(WritingPanel) if one.isVisible()]
    sheet.canvas.undo()
    assert sheet.drawing == item.source, "no step leads back to an empty sheet"
    place = sheet.canvas.sheet()
    right = place.left() + int(0.85 * place.width())
    draw(sheet.canvas, *[(right, place.top() + int(share * place.height())) for share in (0.35, 0.5, 0.65)])
    qtbot.waitUntil(lambda: page.result.text.page.text == "171", timeout=TIMEOUT)
    assert draw_page(window).canvas.content == drawing, "the drawing stays what it was"


def test_numbers_are_read_with_the_windows_model_and_threshold(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.show_page("read")
    pixels, text = page_pixels()
    read_page(window).read_picture(pixels, "made.png")
    page = read_page(window).result.text
    qtbot.waitUntil(lambda: page.page.text == text, timeout=TIMEOUT)
    lowest = min(confidence for _, confidence in page.page.lines)
    window.model_in_use.set_threshold((1 + lowest) / 2)
    assert "?" in page.page.text
    window.model_in_use.set_threshold(None)
    assert page.page.text == text
    item = read_page(window).current
    assert item is not None
    assert item.model is window.model_in_use.model


def test_what_was_read_stays_while_a_network_learns(window: MainWindow, qtbot: QtBot) -> None:
    """The network in training answers on Draw; numbers are read by it once somebody has decided so."""
    window.rail.show_page("read")
    page, (pixels, text) = read_page(window), page_pixels()
    page.read_picture(pixels, "made.png")
    qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=TIMEOUT)
    item = page.current
    assert item is not None
    reader, offers = item.model, []
    window.training.model_trained.connect(lambda *_: offers.append(page.again_offer.isVisible()))
    train(window, qtbot, "lenet5-dropout")
    assert not page.again_offer.isVisible(), "nobody has decided yet"
    assert page.current is not None
    assert page.current.model is reader
    window.strip.outcome.button("Use it").click()
    qtbot.waitUntil(page.again_offer.isVisible, timeout=TIMEOUT)
    assert offers
    assert not any(offers)
    assert page.current is not None
    assert page.current.model is reader
    assert page.result.text.page.text == text


def test_corrections_that_are_not_saved_are_asked_about_at_the_end(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.show_page("read")
    page, (pixels, text) = read_page(window), page_pixels()
    page.read_picture(pixels, "made.png")
    qtbot.waitUntil(lambda: page.result.text.page.text == text, timeout=TIMEOUT)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    QTest.keyClick(page.view, Qt.Key.Key_0 if text[0] != "0" else Qt.Key.Key_1)
    assert page.unsaved_corrections == 1
    window.close()
    (box,) = window.findChildren(QMessageBox)
    assert box.informativeText() == "1 corrected picture is not saved as CSV."
    box.reject()
    assert window.isVisible()
    QTest.keySequence(page.view, "Ctrl+Z")
    assert page.unsaved_corrections == 0


def press(window: MainWindow, text: str) -> QMessageBox:
    """A button of the question that is asked."""
    box = next(one for one in window.findChildren(QMessageBox) if one.isVisible())
    next(one for one in box.buttons() if one.text().replace("&", "") == text).click()
    return box


def test_corrections_are_saved_when_the_window_closes_if_somebody_wants_that(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pixels, text = page_pixels()
    window.rail.show_page("read")
    page = read_page(window)
    page.read_picture(pixels, "made.png")
    qtbot.waitUntil(lambda: page.result.text.page.text == text)
    page.session.corrections.correct(0, 0, 0 if text[0] != "0" else 1)
    window.rail.show_page("draw")
    window.close()
    press(window, "Save…")
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    assert window.pages.currentWidget() is page, "the dialog lies over what it is about"
    dialog = page.findChildren(QFileDialog)[-1]
    dialog.reject()
    assert window.isVisible(), "who gives the dialog up stays"
    qtbot.waitUntil(lambda: not page.findChildren(QFileDialog))
    window.close()
    press(window, "Save…")
    page.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path))  # which is a folder
    qtbot.waitUntil(lambda: "cannot be written" in page.notice.text)
    assert window.isVisible()
    page.findChildren(QFileDialog)[-1].reject()
    window.close()
    press(window, "Save…")
    page.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "numbers.csv"))
    qtbot.waitUntil(lambda: not window.isVisible())
    table = (tmp_path / "numbers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[1].split(",")[3][1:] == text[1:]


def test_what_cannot_be_saved_is_asked_about_after_what_can(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.rail.show_page("networks")
    networks_page(window).actions_bar.change_button.click()
    QTest.keyClicks(networks_page(window).editor.title, "My own")
    pixels, text = page_pixels()
    page = read_page(window)
    page.read_picture(pixels, "made.png")
    qtbot.waitUntil(lambda: page.result.text.page.text == text)
    page.session.corrections.correct(0, 0, None)
    window.close()
    press(window, "Save…")
    page.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "numbers.csv"))
    qtbot.waitUntil((tmp_path / "numbers.csv").is_file)
    qtbot.waitUntil(lambda: any("My own" in one.informativeText() for one in window.findChildren(QMessageBox)))
    page.findChildren(QFileDialog)[-1].reject()
    box = press(window, "Close without saving")
    assert [one.text() for one in box.buttons() if "Save" in one.text()] == []
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_model_that_cannot_read_numbers_gives_way_when_asked(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.show_page("read")
    five = small_model(ODD, name="Five")
    window.model_in_use.use(entry_of(five), five)
    assert read_page(window).banner.isVisible()
    QTest.mouseClick(read_page(window).banner.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(read_page(window).banner.isHidden, timeout=TIMEOUT)
    assert read_page(window).isVisible()
    assert window.model_in_use.model is not None
    assert window.model_in_use.model.architecture.id == "lenet5"


def test_a_network_is_trained_from_its_page_and_offered(window: MainWindow, qtbot: QtBot) -> None:
    page = networks_page(window)
    window.rail.show_page("networks")
    page.select("lenet5-dropout")
    QTest.mouseClick(page.actions_bar.train_button, Qt.MouseButton.LeftButton)
    assert train_page(window).isVisible()
    assert not window.training.is_running
    assert train_page(window).plan.member.architecture.id == "lenet5-dropout"
    assert train_page(window).plan.recipe.steps == 200
    qtbot.waitUntil(train_page(window).choices.train_button.isEnabled, timeout=TIMEOUT)
    with qtbot.waitSignal(window.training.ended, timeout=TIMEOUT):
        QTest.mouseClick(train_page(window).choices.train_button, Qt.MouseButton.LeftButton)
    model = window.model_in_use.model
    assert model is not None
    assert model.architecture.id == "lenet5-dropout"
    assert window.model_in_use.finished is not None
    assert window.model_in_use.finished.architecture.id == "lenet5", "nobody has decided yet"
    window.strip.outcome.button("Use it").click()
    qtbot.waitUntil(
        lambda: (
            window.model_in_use.finished is not None
            and window.model_in_use.finished.architecture.id == "lenet5-dropout"
        ),
        timeout=TIMEOUT,
    )
    assert window.model_in_use.finished.metrics.test_accuracy is not None
    assert window.model_in_use.finished.metrics.test_accuracy > 0.5
    qtbot.waitUntil(lambda: page.actions_bar.models_button.text() == "2 models", timeout=TIMEOUT)


def test_a_model_to_fine_tune_is_chosen_from_the_page_of_networks(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.show_page("networks")
    page = networks_page(window)
    page.select("lenet5")
    qtbot.waitUntil(page.actions_bar.models_button.isEnabled, timeout=TIMEOUT)
    QTest.mouseClick(page.actions_bar.models_button, Qt.MouseButton.LeftButton)
    models = page.models.models
    models.select(models.entries[0])
    QTest.mouseClick(models.fine_tune_button, Qt.MouseButton.LeftButton)
    assert train_page(window).isVisible()
    qtbot.waitUntil(lambda: train_page(window).plan.start is not None, timeout=TIMEOUT)


def test_a_network_without_a_model_is_told(window: MainWindow, qtbot: QtBot) -> None:
    before = window.model_in_use.model
    window.models.use_architecture("lenet5-nowhere")
    qtbot.waitUntil(window.notice.isVisible, timeout=TIMEOUT)
    assert window.notice.text == "There is no model of lenet5-nowhere yet."
    assert window.model_in_use.model is before


def test_a_data_set_that_is_opened_can_be_leafed_through(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    write_small_set(tmp_path / "letters", labels=26)
    with qtbot.waitSignal(window.training.data_set_changed, timeout=TIMEOUT):
        window.training.data_sets.open_path(tmp_path / "letters")
    page = draw_page(window)
    assert page.data_set is not None
    assert page.data_set.title in page.browser.caption


def test_my_digits_are_a_data_set_on_every_page(window: MainWindow, qtbot: QtBot) -> None:
    data_sets = window.training.data_sets
    qtbot.waitUntil(lambda: data_sets.data_set is not None, timeout=TIMEOUT)
    assert ("my-digits", "My digits") not in data_sets.sets
    mnist = pictures()
    samples = [
        Sample(int(label), image[0], Source.DRAW) for image, label in zip(mnist.images, mnist.labels, strict=True)
    ]
    window.people.desk.keep(lambda: samples[:-1], lambda _numbers: None)
    qtbot.waitUntil(lambda: ("my-digits", "My digits") in data_sets.sets, timeout=TIMEOUT)
    window.rail.show_page("evaluate")
    page = evaluate_page(window)
    pick(page.choices.set_box, "My digits")
    settle(page, qtbot)
    evaluated = page.desk.evaluated
    assert evaluated is not None
    assert evaluated.material.title == "My digits"
    data_sets.choose("my-digits")
    qtbot.waitUntil(lambda: getattr(draw_page(window).data_set, "name", "") == "my-digits", timeout=TIMEOUT)

    def count() -> int:
        found = data_sets.data_set
        return 0 if found is None or found.name != "my-digits" else len(found.training) + len(found.test)

    assert count() == len(samples) - 1
    window.people.desk.keep(lambda: samples[-1:], lambda _numbers: None)
    qtbot.waitUntil(lambda: count() == len(samples), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: page.desk.evaluated is not evaluated, timeout=TIMEOUT)  # measured anew


def test_a_colour_network_is_trained_on_colour_pictures(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "colours", cifar_files(40))
    with qtbot.waitSignal(window.training.data_set_changed, timeout=TIMEOUT):
        window.training.data_sets.open_path(folder)
    train(window, qtbot, "lenet-cifar")
    model = window.model_in_use.model
    assert model is not None
    assert model.architecture.input_shape == (3, 32, 32)
    assert "airplane" in model.class_names
    page = draw_page(window)
    with qtbot.waitSignal(page.answered, timeout=TIMEOUT):
        page.browser.next_action.trigger()
    assert page.answer_view.label in model.class_names
    assert not page.panel.notice.isVisible()


def test_pictures_of_evaluate_are_brought_to_the_canvas(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.rail.show_page("evaluate")
    page, draw = evaluate_page(window), draw_page(window)
    choose_few(page, write_few(tmp_path), qtbot)
    assert page.gallery is not None
    number, data_set = int(page.gallery.numbers[0]), page.desk.evaluated.material.data_set  # type: ignore[union-attr]
    assert data_set is not None
    page.results.gallery.pictures.picked.emit(0)
    assert draw.isVisible()
    qtbot.waitUntil(lambda: isinstance(draw.canvas.content, ShownPicture), timeout=TIMEOUT)
    source = draw.canvas.content.source  # type: ignore[union-attr]
    assert isinstance(source, DataSetPicture)
    assert (source.title, source.label) == (data_set.title, str(data_set.test.labels[number]))
    assert (source.image == data_set.test.images[number]).all()
    write_own(tmp_path / "mine")
    window.rail.show_page("evaluate")
    page.open_own(tmp_path / "mine")
    qtbot.waitUntil(lambda: "mine" in page.choices.set_box.currentText() and not page.desk.is_evaluating)
    page.look_at(Choice(Kind.CELL, 7, 7))
    qtbot.waitUntil(lambda: page.gallery is not None and page.gallery.choice.kind is Kind.CELL)
    page.results.gallery.pictures.picked.emit(0)
    qtbot.waitUntil(lambda: draw.answer_view.label == "7", timeout=TIMEOUT)


def test_a_network_that_is_not_saved_is_asked_about_at_the_end(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.show_page("networks")
    page = networks_page(window)
    QTest.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    page.editor.title.clear()
    QTest.keyClicks(page.editor.title, "My own")
    assert page.unsaved == ("My own",)
    window.close()
    (box,) = window.findChildren(QMessageBox)
    assert "My own" in box.informativeText()
    box.reject()
    assert window.isVisible()
    page.actions_bar.discard_button.click()
    assert not page.unsaved


def test_results_are_reproduced_in_the_background(window: MainWindow, qtbot: QtBot) -> None:
    before = window.model_in_use.model
    with qtbot.waitSignal(window.training.ended, timeout=TIMEOUT):
        networks_page(window).reproduce_requested.emit(("lenet5-relu-same",), True)
        assert window.training.is_running
    assert window.strip.text == "1 of 1 reproduced."
    window.strip.outcome.button("Show the report").click()
    qtbot.waitUntil(lambda: window.findChild(QTextBrowser) is not None, timeout=TIMEOUT)
    assert "lenet5-relu-same" in window.findChild(QTextBrowser).toPlainText()  # type: ignore[union-attr]
    assert (Home.of_user().reproduction / "REPRODUCTION.md").is_file()
    assert window.model_in_use.model is before
