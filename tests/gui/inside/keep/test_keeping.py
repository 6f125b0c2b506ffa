"""What is shown on Draw, kept in files: the pictures are those of the window, the numbers those of the network."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.colour_maps import gradient_map
from lenet_app.gui.draw.panels import BACK, FORWARD, NUMBERS, WEIGHTS
from lenet_app.gui.inside.keep.keepsake import Form, Keepsake
from lenet_app.gui.layers.values_menu import Shows
from lenet_app.inspection.arithmetic import arithmetic
from lenet_app.inspection.one_page import HEIGHT, WIDTH
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.pictures import layer_picture
from lenet_app.inspection.units import Unit
from tests.gui.draw.desk import Desk
from tests.gui.helpers import SEVEN
from tests.gui.inside.keep.saving import rows_of, saved
from tests.unit.closed_folder import closed
from tests.unit.inspection.networks import FAMILY
from tests.unit.inspection.test_one_page import page_of

C3 = Unit("C3", (2, 3, 4))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    """With a 7 on the canvas and a unit chosen."""
    desk = Desk(qtbot)
    desk.canvas.set_content(SEVEN)
    desk.wait_for("7")
    desk.page.choice.choose(C3)
    yield desk
    desk.page.finish()
    desk.background.finish()


def passage(desk: Desk) -> Passage:
    answer = desk.answers[-1]
    assert answer.insight is not None
    return Passage.of(answer.request.recognizer.model, answer.insight)


def of_panel(desk: Desk, key: str) -> Keepsake:
    desk.page.inspector.open(key)
    desk.qtbot.waitUntil(lambda: len(desk.page.inspector.keepsakes()) == 1, timeout=20_000)
    return desk.page.inspector.keepsakes()[0]


def test_a_layer_in_every_form(desk: Desk, tmp_path: Path) -> None:
    layer, *_ = desk.page.keeping.of_layers(None)
    values = passage(desk).values("C3")
    view = desk.page.layers_view
    colours = layer_picture(values, largest=view.largest("C3", 0), signed=False)
    for form in (Form.PNG, Form.PNG_2, Form.PNG_4):
        with Image.open(saved(desk, layer, form, tmp_path)) as image:
            side = 8 * form.scale
            np.testing.assert_array_equal(np.asarray(image.convert("RGB"))[::side, ::side], colours)
    renderer = QSvgRenderer(str(saved(desk, layer, Form.SVG, tmp_path)))
    assert renderer.isValid()
    assert renderer.defaultSize().toTuple() == (8 * colours.shape[1], 8 * colours.shape[0])
    np.testing.assert_array_equal(np.load(saved(desk, layer, Form.NPY, tmp_path)), values)
    numbers = [np.float32(row[-1]) for row in rows_of(saved(desk, layer, Form.CSV, tmp_path))]
    np.testing.assert_array_equal(np.reshape(numbers, values.shape), values)


def test_all_layers_as_they_look_and_their_numbers(desk: Desk, tmp_path: Path) -> None:
    _, pipeline, _ = desk.page.keeping.of_layers(None)
    view = desk.page.layers_view
    with Image.open(saved(desk, pipeline, Form.PNG, tmp_path)) as image:
        width, height = image.size
    assert width >= view.whole_size.width()
    with Image.open(saved(desk, pipeline, Form.PNG_4, tmp_path)) as image:
        assert image.size == (4 * width, 4 * height)
        assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 50
    svg = saved(desk, pipeline, Form.SVG, tmp_path)
    assert QSvgRenderer(str(svg)).isValid()
    assert "C3" in svg.read_text(encoding="utf-8")
    saved(desk, pipeline, Form.FOLDER, tmp_path / "all")
    for name, values in passage(desk).activations.items():
        np.testing.assert_array_equal(np.load(tmp_path / "all" / "kept." / f"{name}.npy"), values)


def test_a_map_that_is_shown_alone(desk: Desk, tmp_path: Path) -> None:
    card = desk.page.frame.layers_card
    card.large_button.click()
    card.map_button.click()
    assert card.shows_map
    kept, *_ = desk.page.keeping.of_layers(None)
    assert kept.title == "C3, map 2"
    np.testing.assert_array_equal(np.load(saved(desk, kept, Form.NPY, tmp_path)), passage(desk).values("C3")[2:3])


def test_the_arithmetic_and_the_way_back(desk: Desk, tmp_path: Path) -> None:
    forward = of_panel(desk, FORWARD)
    found = arithmetic(passage(desk), C3)
    products = [float(row[-1]) for row in rows_of(saved(desk, forward, Form.CSV, tmp_path))]
    assert sum(products) == pytest.approx(found.sum)
    assert np.load(saved(desk, forward, Form.NPY, tmp_path)).shape == (3, *found.incoming.products.shape)
    for keepsake in (forward, of_panel(desk, BACK)):
        with Image.open(saved(desk, keepsake, Form.PNG_2, tmp_path)) as image:
            assert image.size[0] > 600
            assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 50
        assert QSvgRenderer(str(saved(desk, keepsake, Form.SVG, tmp_path))).isValid()
    back = of_panel(desk, BACK)
    parts = {row[0] for row in rows_of(saved(desk, back, Form.CSV, tmp_path))}
    assert parts == {"loss", "path", "weight", "bias"}
    assert np.load(saved(desk, back, Form.NPY, tmp_path)).shape == (6, 5, 5)


def test_gradients_of_a_layer_while_they_are_shown(desk: Desk, tmp_path: Path) -> None:
    card = desk.page.frame.layers_card
    card.values_menu.choose(Shows.BOTH)
    desk.qtbot.waitUntil(lambda: card.gradients.shows_values, timeout=20_000)
    _, back, *_ = desk.page.keeping.of_layers(None)
    assert back.title == "C3: gradients of the loss"
    values = card.gradients.values("C3")
    assert values is not None
    np.testing.assert_array_equal(np.load(saved(desk, back, Form.NPY, tmp_path)), values)
    with Image.open(saved(desk, back, Form.PNG, tmp_path)) as image:
        strongest = np.asarray(image)[4::8, 4::8].reshape(-1, 3).tolist()
    assert gradient_map(dark=False)[255 if values.max() >= -values.min() else 1].tolist() in strongest


def test_weights_and_numbers(desk: Desk, tmp_path: Path) -> None:
    weights = of_panel(desk, WEIGHTS)
    model = desk.in_use.model
    assert model is not None
    np.testing.assert_array_equal(np.load(saved(desk, weights, Form.NPY, tmp_path)), model.weights["C3.weight"])
    assert len(rows_of(saved(desk, weights, Form.CSV, tmp_path))) == 2416
    with Image.open(saved(desk, weights, Form.PNG, tmp_path)) as image:
        assert image.size == (8 * (16 * 6 - 1), 8 * (6 * 6 - 1))
    numbers = of_panel(desk, NUMBERS)
    np.testing.assert_array_equal(np.load(saved(desk, numbers, Form.NPY, tmp_path)), passage(desk).values("C3")[2:3])


def test_one_page_as_html_and_pdf(desk: Desk, tmp_path: Path) -> None:
    *_, page = desk.page.keeping.of_layers(None)
    html = saved(desk, page, Form.HTML, tmp_path).read_text(encoding="utf-8")
    assert desk.page.answer_view.note in html
    assert not re.search(r"https?://", html)
    pdf = saved(desk, page, Form.PDF, tmp_path).read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


@pytest.mark.parametrize("name", FAMILY)
def test_the_page_of_every_network_fits_one_sheet(qapp: QApplication, name: str) -> None:
    assert qapp is not None
    from lenet_app.inspection.one_page import as_html

    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setHtml(as_html(page_of(name)))
    document.setTextWidth(WIDTH)
    assert document.size().width() <= WIDTH
    assert document.size().height() <= HEIGHT


def test_what_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    layer, *_ = desk.page.keeping.of_layers(None)
    with closed(tmp_path), desk.qtbot.waitSignal(desk.page.keeping.refused):
        desk.page.keeping.save(layer, Form.PNG, tmp_path / "layer.png")
    assert "cannot be written" in desk.notice.text
    assert not list(tmp_path.iterdir())


def opened_menu(desk: Desk) -> QMenu:
    found: list[QMenu] = []

    def is_there() -> bool:
        popup = QApplication.activePopupWidget()
        found[:] = [popup] if isinstance(popup, QMenu) else []
        return bool(found)

    desk.qtbot.waitUntil(is_there)
    return found[0]


def ask_for_menu(widget: QWidget, at: QPoint, reason: QContextMenuEvent.Reason) -> None:
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


def test_menus_by_button_pointer_and_key_also_in_full_screen(desk: Desk, tmp_path: Path) -> None:
    card = desk.page.frame.layers_card
    desk.page.set_projected(True)
    assert card.save_button.isVisible()
    titles: list[str] = []

    def read_and_close() -> None:
        menu = opened_menu(desk)
        titles.extend(action.text() for action in menu.actions() if not action.isEnabled() and action.text())
        menu.close()

    QTimer.singleShot(0, read_and_close)
    QTest.keyClick(card.save_button, Qt.Key.Key_Space)  # comes back once the menu is closed
    assert titles == ["C3", "All layers", "One page: drawing, layers, answer"]
    left, top, width, height = card.view.place("S2").cell(0)
    at = card.view.viewport().mapTo(card, QPoint(int(left + width / 2), int(top + height / 2)))
    ask_for_menu(card, at, QContextMenuEvent.Reason.Mouse)
    menu = opened_menu(desk)
    assert menu.actions()[0].text() == "S2"
    menu.close()
    ask_for_menu(card, at, QContextMenuEvent.Reason.Keyboard)
    menu = opened_menu(desk)
    assert menu.actions()[0].text() == "C3"
    menu.actions()[1].trigger()
    menu.close()
    dialog = desk.page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("C3.png")
    target = tmp_path / "mine.png"
    with desk.qtbot.waitSignal(desk.page.keeping.saved):
        dialog.fileSelected.emit(str(target))
    assert target.is_file()
    dialog.reject()
    desk.page.set_projected(False)


def test_nothing_to_keep_of_an_empty_canvas(desk: Desk) -> None:
    desk.canvas.clear()
    assert desk.page.keeping.of_layers(None) == ()
    desk.page.inspector.open(FORWARD)
    desk.qtbot.waitUntil(lambda: desk.page.inspector.keepsakes() == ())
    assert desk.page.inspector.save_button.isVisible()
    desk.page.inspector.caret.click()
    assert not desk.page.inspector.save_button.isVisible()
