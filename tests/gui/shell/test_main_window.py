"""What holds for the window as a whole: every control can be reached, is named and explained."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QSlider, QWidget
from pytestqt.qtbot import QtBot

from lenet_app.gui.answering.widgets.threshold_panel import ThresholdPanel
from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.canvas.content import is_blank
from lenet_app.gui.canvas.pen_and_eraser import Tool
from lenet_app.gui.draw.panels import CERTAINTY, STEPS
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from lenet_app.gui.settings import Settings
from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from tests.gui.helpers import SEVEN
from tests.gui.window_pages import draw_page, networks_page, read_page, train_page

CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider, Canvas)
MOST_STEPS = 200
TIMEOUT = 200_000


def visible_controls(window: QWidget) -> list[QWidget]:
    """All that can be operated, without the parts that Qt makes those of."""
    found = [one for one in window.findChildren(QWidget) if isinstance(one, CONTROLS) and one.isVisible()]
    return [one for one in found if not isinstance(one.parent(), QComboBox | QAbstractSpinBox)]


def name_of(control: QWidget) -> str:
    return control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")


def told(controls: list[QWidget]) -> list[str]:
    return [f"{type(one).__name__} {name_of(one)!r}" for one in controls]


def show_everything(window: MainWindow, state: str) -> None:
    if state == "training":
        window.strip.begin("Training LeNet-5")
    elif state == "notices":
        draw_page(window).panel.notice.say("seven.txt is not a picture.")
        window.notice.say("The disk is full.")
    elif state == "threshold":
        draw_page(window).answer_view.sureness_line.click()


def is_reached(control: QWidget, reached: list[QWidget]) -> bool:
    """Of buttons that exclude each other Tab reaches the chosen one, and the arrow keys the others."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    return control in reached or (group is not None and any(one in reached for one in group.buttons()))


STATES = pytest.mark.parametrize("state", ["at rest", "training", "notices", "threshold"])


@STATES
def test_every_control_has_a_name_and_an_explanation(window: MainWindow, state: str) -> None:
    show_everything(window, state)
    controls = visible_controls(window)
    assert len(controls) > 15
    assert not told([one for one in controls if not name_of(one)])
    assert not told([one for one in controls if not one.toolTip()])


@STATES
def test_every_enabled_control_is_reached_by_tab(window: MainWindow, state: str) -> None:
    show_everything(window, state)
    draw_page(window).canvas.setFocus()
    reached: list[QWidget] = []
    for _ in range(MOST_STEPS):
        focus = QApplication.focusWidget()
        if focus is None or focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    missed = [one for one in visible_controls(window) if one.isEnabled() and not is_reached(one, reached)]
    assert not told(missed)


def test_enter_presses_a_button_as_the_space_bar_does(window: MainWindow, qtbot: QtBot) -> None:
    inspector = draw_page(window).inspector
    for key, press in ((CERTAINTY, Qt.Key.Key_Return), (STEPS, Qt.Key.Key_Enter), (CERTAINTY, Qt.Key.Key_Space)):
        button = inspector.button(key)
        button.setFocus()
        QTest.keyClick(button, press)
        qtbot.waitUntil(button.isChecked)


def test_the_labels_are_read_with_their_fields(window: MainWindow) -> None:
    fields = (train_page(window).choices.network, draw_page(window).browser.index)
    assert [field.accessibleName() for field in fields] == ["Network", "Number of the picture"]
    assert window.chip.accessibleName().startswith("Answers: LeNet-5")


@pytest.mark.parametrize("number", range(4))
def test_no_two_actions_share_a_key(window: MainWindow, number: int) -> None:
    """Of those that are there together: pages that are not shown keep theirs to themselves."""
    pages = (draw_page(window), read_page(window), train_page(window), networks_page(window))
    hidden = {action for page in pages if page is not pages[number] for action in page.findChildren(QAction)}
    # Keys of one list alone are none of the window's.
    context = Qt.ShortcutContext.WidgetShortcut
    hidden |= {action for action in window.findChildren(QAction) if action.shortcutContext() is context}
    keys: dict[str, QAction] = {}
    for action in set(window.findChildren(QAction)) - hidden:
        for key in action.shortcuts():
            text = key.toString(QKeySequence.SequenceFormat.PortableText)
            assert text not in keys, f"{text}: {action.text()} and {keys[text].text()}"
            keys[text] = action


def test_a_drawing_is_answered_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    draw_page(window).canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: draw_page(window).answer_view.label == "7")


def test_a_threshold_is_kept_for_the_next_time(
    window: MainWindow, qtbot: QtBot, user_home: Path, qapp: QApplication
) -> None:
    home = Home(user_home)
    panel = draw_page(window).inspector.panel(CERTAINTY)
    assert isinstance(panel, ThresholdPanel)
    panel.slider.setValue(98)
    window.settings.write()
    kept = Settings.of(home)
    assert kept.threshold == 0.98
    later = MainWindow(home, kept, ThemeSwitch(qapp, Theme.LIGHT))
    qtbot.addWidget(later)
    later.show()
    qtbot.waitUntil(lambda: later.model_in_use.model is not None, timeout=TIMEOUT)
    assert "Sure from 98 % on" in draw_page(later).answer_view.sureness_line.toolTip()
    later.close()
    panel.reset_button.click()
    window.settings.write()
    assert Settings.of(home).threshold is None


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("size", [(1280, 720), (1024, 640)])
def test_the_window_fits_its_sizes(window: MainWindow, qtbot: QtBot, size: tuple[int, int], is_open: bool) -> None:
    if is_open:
        draw_page(window).answer_view.sureness_line.click()
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    page = draw_page(window)
    for one in visible_controls(window):
        box = one.rect().translated(one.mapTo(window, one.rect().topLeft()))
        assert window.rect().contains(box), name_of(one)

    def is_in_sight() -> bool:
        last = page.layers_view.place("output")
        fits = last.top + last.cells_height <= page.layers_view.height()
        return fits and last.x + last.width <= page.layers_view.width()

    qtbot.waitUntil(is_in_sight)  # once all have taken the room that is left to them


def test_the_keys_of_training_lead_to_train_and_begin_nothing(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keySequence(draw_page(window).canvas, "Ctrl+T")
    page = train_page(window)
    assert page.isVisible()
    assert page.choices.train_button.hasFocus()
    assert not window.training.is_running
    QTest.keySequence(window, "Ctrl+1")
    QTest.keySequence(draw_page(window).canvas, "Ctrl+Shift+T")
    qtbot.waitUntil(lambda: page.plan.start is not None, timeout=TIMEOUT)
    assert page.isVisible()
    assert page.plan.start is not None
    assert page.plan.start.name == "LeNet-5"


def test_the_canvas_hears_its_keys_wherever_the_focus_is(window: MainWindow, qtbot: QtBot) -> None:
    canvas = draw_page(window).canvas
    canvas.set_content(SEVEN)
    window.chip.setFocus()
    qtbot.waitUntil(window.chip.hasFocus)
    QTest.keySequence(window.chip, "Del")
    assert is_blank(canvas.content)
    QTest.keySequence(window.chip, "Ctrl+Z")
    assert canvas.content is SEVEN
    QTest.keySequence(window.rail.button("read"), "E")
    assert canvas.tool is Tool.ERASER
    field = draw_page(window).browser.index
    field.setFocus()
    QTest.keySequence(field, "Del")
    assert canvas.content is SEVEN, "who writes a number means the number"
    window.rail.show_page("networks")
    QTest.keySequence(window.chip, "Del")
    assert canvas.content is SEVEN, "what nobody sees stays"


@pytest.mark.parametrize("theme", [Theme.DARK, Theme.SYSTEM])
def test_the_theme_is_chosen_from_its_menu_and_kept(window: MainWindow, user_home: Path, theme: Theme) -> None:
    texts = {Theme.DARK: "Dark", Theme.SYSTEM: "As the system"}
    (action,) = [one for one in window.findChildren(QAction) if one.text() == texts[theme]]
    action.trigger()
    window.settings.write()
    kept = Settings.of(Home(user_home))
    assert kept.theme is theme


def test_f11_shows_the_page_alone_and_escape_leaves(window: MainWindow, qtbot: QtBot) -> None:
    size = window.size()
    window.strip.begin("Training LeNet-5")
    QTest.keySequence(draw_page(window).canvas, "F11")
    qtbot.waitUntil(window.isFullScreen)
    assert window.projection.is_on
    assert not any(one.isVisible() for one in (window.rail, window.header, window.strip))
    assert draw_page(window).canvas.isVisible()
    window.strip.begin("Training LeNet-5 again")
    assert not window.strip.isVisible(), "what begins or ends meanwhile is for nobody in the room"
    draw_page(window).canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: draw_page(window).answer_view.label == "7")
    QTest.keySequence(draw_page(window).canvas, "Esc")
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert all(one.isVisible() for one in (window.rail, window.header, window.strip))
    assert window.size() == size
    window.strip.end(None)


def test_escape_leaves_full_screen_and_dismisses_what_is_told_there_one_by_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = draw_page(window)
    QTest.keySequence(page.canvas, "F11")
    qtbot.waitUntil(window.isFullScreen)
    page.read_offer.offer("17")
    assert page.read_offer.isVisible()
    for _ in range(2):
        QTest.keySequence(page.canvas, "Esc")
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert page.read_offer.text == ""


def test_a_layer_is_shown_large_on_the_full_screen_and_escape_leads_back_step_by_step(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = draw_page(window)
    page.canvas.set_content(SEVEN)
    qtbot.waitUntil(lambda: page.answer_view.label == "7")
    QTest.keySequence(page.canvas, "F11")
    qtbot.waitUntil(window.isFullScreen)
    view, card = page.layers_view, page.frame.layers_card
    view.setFocus()
    QTest.keySequence(view, "Right")
    QTest.keySequence(view, "Return")
    QTest.keySequence(view, "Return")
    assert card.shows_map
    QTest.keySequence(card.map_stage, "Esc")
    assert not card.shows_map
    assert view.stage == "C1"
    QTest.keySequence(view, "Esc")
    assert view.stage == ""
    QTest.keySequence(view, "Esc")
    assert page.choice.unit is None
    assert window.isFullScreen()
    QTest.keySequence(view, "Esc")
    qtbot.waitUntil(lambda: not window.isFullScreen())


@pytest.mark.parametrize("key", ["read", "train", "networks"])
def test_every_page_can_fill_the_screen(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.rail.show_page(key)
    QTest.keySequence(window, "F11")
    qtbot.waitUntil(window.isFullScreen)
    assert not window.rail.isVisible()
    QTest.keySequence(window, "F11")
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert window.rail.isVisible()
    assert window.header.isVisible()
