import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from lenet_app.gui.draw.widgets.data_set_browser import DataSetBrowser, Verdict

Requests = list[tuple[bool, int]]


@pytest.fixture
def browser(qtbot: QtBot) -> DataSetBrowser:
    browser = DataSetBrowser()
    qtbot.addWidget(browser)
    browser.show()
    browser.activateWindow()
    qtbot.waitUntil(browser.isActiveWindow)
    return browser


@pytest.fixture
def requests(browser: DataSetBrowser) -> Requests:
    """What was asked for since there are 5 test and 8 training pictures."""
    browser.set_data_set("MNIST", test=5, training=8)
    browser.say("7")
    requests: Requests = []
    browser.requested.connect(lambda of_test, index: requests.append((of_test, index)))
    return requests


def test_nothing_can_be_asked_for_until_the_counts_are_there(browser: DataSetBrowser, qtbot: QtBot) -> None:
    assert not browser.isEnabled()
    with qtbot.assertNotEmitted(browser.requested):
        for button in browser.findChildren(QToolButton):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        browser.set_data_set("MNIST", test=5, training=8)
    assert browser.isEnabled()


def test_previous_and_next_wrap_round(browser: DataSetBrowser, requests: Requests) -> None:
    browser.previous_action.trigger()
    browser.next_action.trigger()
    browser.next_action.trigger()
    assert requests == [(True, 4), (True, 0), (True, 1)]


@pytest.mark.parametrize("keys", ["Ctrl+Right", "Ctrl+Left"])
def test_from_a_drawing_both_ways_lead_to_the_number_that_stands_there(
    browser: DataSetBrowser, requests: Requests, keys: str
) -> None:
    browser.say("")
    QTest.keySequence(browser, keys)
    browser.say("7")
    QTest.keySequence(browser, "Ctrl+Right")
    assert requests == [(True, 0), (True, 1)]


def test_the_keys_lead_on(browser: DataSetBrowser, requests: Requests) -> None:
    for keys in ("Ctrl+Right", "Ctrl+Right", "Ctrl+Left"):
        QTest.keySequence(browser, keys)
    assert requests == [(True, 1), (True, 2), (True, 1)]


def test_random_stays_in_range_and_always_asks(browser: DataSetBrowser, requests: Requests) -> None:
    for _ in range(60):
        browser.random_action.trigger()
    assert len(requests) == 60
    assert {index for _, index in requests} == set(range(5))


def test_a_number_is_asked_for_when_it_is_complete(browser: DataSetBrowser, requests: Requests) -> None:
    browser.set_data_set("MNIST", test=10_000, training=60_000)
    browser.index.selectAll()
    QTest.keyClicks(browser.index, "1234")
    assert requests == []
    QTest.keyClick(browser.index, Qt.Key.Key_Return)
    assert requests == [(True, 1234)]


def test_the_other_part_has_its_own_range(browser: DataSetBrowser, requests: Requests) -> None:
    browser.part.setFocus()
    QTest.keyClick(browser.part, Qt.Key.Key_Down)
    assert requests == [(False, 0)]
    assert not browser.is_test
    browser.previous_action.trigger()
    assert requests[-1] == (False, 7)
    QTest.keyClick(browser.part, Qt.Key.Key_Up)
    assert requests[2:] == [(True, 4)], "held to the smaller part, asked for once"


def test_the_caption_tells_the_data_set_and_the_true_label(browser: DataSetBrowser) -> None:
    assert browser.caption == "Pictures of a data set"
    browser.set_data_set("MNIST", test=5, training=8)
    assert browser.caption == "Pictures of MNIST"
    browser.say("7")
    assert (browser.caption, browser.truth) == ("Pictures of MNIST", "true: 7")
    browser.say("frog", "CIFAR-10")
    assert (browser.caption, browser.truth) == ("Pictures of CIFAR-10", "true: frog")
    browser.say("")
    assert (browser.caption, browser.truth) == ("Pictures of MNIST", "")


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (Verdict.RIGHT, "true: 7 ✓ right"),
        (Verdict.WRONG, "true: 7 ✗ wrong"),
        (Verdict.NOT_SURE, "true: 7, not sure"),
        (None, "true: 7"),
    ],
)
def test_the_true_label_is_marked_by_sign_and_word(
    browser: DataSetBrowser, requests: Requests, verdict: Verdict | None, text: str
) -> None:
    browser.judge(verdict)
    assert browser.truth == text
    browser.say("3")
    assert browser.truth == "true: 3", "another picture is not answered yet"


@pytest.mark.parametrize("way", ["focus", "escape"])
def test_a_half_typed_number_is_taken_back(browser: DataSetBrowser, requests: Requests, way: str) -> None:
    browser.set_data_set("MNIST", test=10_000, training=60_000)
    browser.index.setFocus()
    browser.index.selectAll()
    QTest.keyClicks(browser.index, "12")
    if way == "focus":
        browser.part.setFocus()
    else:
        QTest.keyClick(browser.index, Qt.Key.Key_Escape)
    assert requests == []
    assert browser.index.text() == "0"


def test_other_pictures_are_offered_or_it_is_said_why_not(browser: DataSetBrowser, requests: Requests) -> None:
    taken: list[bool] = []
    browser.offer_accepted.connect(lambda: taken.append(True))
    browser.offer("Show pictures of Fashion-MNIST", is_usable=True)
    assert browser.is_usable
    QTest.mouseClick(browser.offer_button, Qt.MouseButton.LeftButton)
    assert taken == [True]
    browser.explain("They are not on this computer.", title="CIFAR-10", is_usable=False)
    assert browser.sentence == "They are not on this computer."
    assert browser.caption == "Pictures of CIFAR-10"
    assert not browser.offer_button.isVisible()
    for keys in ("Ctrl+Right", "Ctrl+R"):
        QTest.keySequence(browser, keys)
    assert requests == [], "there is nothing that the model takes"
    browser.withdraw_offer()
    assert browser.sentence == ""
    assert browser.is_usable


def test_another_data_set_has_its_own_counts_and_asks_for_nothing(browser: DataSetBrowser, requests: Requests) -> None:
    browser.random_action.trigger()
    requests.clear()
    browser.set_data_set("CIFAR-10", test=2, training=3)
    assert requests == []
    assert browser.caption == "Pictures of CIFAR-10"
    for _ in range(40):
        browser.random_action.trigger()
    assert {index for _, index in requests} == {0, 1}


def test_every_action_names_its_key(browser: DataSetBrowser) -> None:
    actions: list[QAction] = browser.actions()
    assert [action.text() for action in actions] == ["Previous picture", "Next picture", "Random picture"]
    assert all(action.shortcut().toString() in action.toolTip() for action in actions)
