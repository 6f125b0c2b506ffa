"""The whole way: a drawing that is misread is corrected, others are collected, a model learns them and answers."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.shell.main_window import MainWindow
from lenet_app.paths import Home
from lenet_app.samples.sample import Source
from lenet_app.samples.store import SampleStore
from tests.e2e.driver import draw, run_program, wait_for_model
from tests.gui.window_pages import digits_page, draw_page

LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key
TIMEOUT = 120_000
# A 3 that lies on its back: only whoever writes so knows.
THREE = [[[0, 40], [4, 8], [20, 34], [36, 8], [40, 40]]]


def write_three(window: MainWindow, qtbot: QtBot) -> None:
    """Three more of these on My digits, each a little different."""
    card = digits_page(window).capture
    QTest.mouseClick(card.digit_buttons[3], LEFT)
    for shift, sheet in enumerate(card.sheets):
        for stroke in THREE:
            points = [QPoint(12 + x + shift, 20 + y + shift) for x, y in stroke]
            QTest.mousePress(sheet, LEFT, pos=points[0])
            for point in points[1:]:
                QTest.mouseMove(sheet, point)
            QTest.mouseRelease(sheet, LEFT, pos=points[-1])
    with qtbot.waitSignal(window.people.samples_changed, timeout=TIMEOUT):
        QTest.keyClick(card.sheets[2], Key.Key_Return)


def whole_way(qtbot: QtBot, found: dict[str, object], window: MainWindow) -> None:
    wait_for_model(window, qtbot)
    page = draw_page(window)
    draw(page.canvas, THREE)
    final = page.canvas.content
    qtbot.waitUntil(lambda: page.latest_answer is not None and page.latest_answer.request.subject is final)
    assert page.answer_view.label != "3"
    with qtbot.waitSignal(window.people.samples_changed, timeout=TIMEOUT):
        QTest.keyClick(page.canvas, Key.Key_3)
    QTest.keySequence(window, "Ctrl+3")
    mine = digits_page(window)
    qtbot.waitUntil(mine.isVisible)
    write_three(window, qtbot)
    qtbot.waitUntil(lambda: mine.samples.told == "4", timeout=TIMEOUT)
    QTest.mouseClick(mine.learn.begin_button, LEFT)
    qtbot.waitUntil(lambda: mine.learning.made is not None and not mine.learn.is_running, timeout=TIMEOUT)
    assert mine.losses == ("The model LeNet-5, mine is not saved.",)
    figures = mine.result.chart.figures
    assert figures is not None
    found["own"] = (figures.own.count, figures.own.before, figures.own.after)
    QTest.mouseClick(mine.result.use_button, LEFT)
    qtbot.waitUntil(lambda: window.model_in_use.remembered == "LeNet-5, mine", timeout=TIMEOUT)
    assert not mine.losses
    QTest.keySequence(window, "Ctrl+1")
    qtbot.waitUntil(lambda: page.answer_view.label == "3", timeout=TIMEOUT)


def test_draw_correct_collect_learn_use(qtbot: QtBot) -> None:
    found: dict[str, object] = {}
    assert run_program(partial(whole_way, qtbot, found)) == 0
    assert found["own"] == (4, 0, 4)
    store = SampleStore(Home.of_user().samples)
    samples = store.samples(store.ids())
    store.close()
    assert sorted(one.source for one in samples) == [Source.CAPTURE] * 3 + [Source.DRAW]
    assert all(one.is_wrong and one.model == "LeNet-5" for one in samples)
