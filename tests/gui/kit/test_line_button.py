import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lenet_app.gui.kit.line_button import LineButton
from lenet_app.gui.look.theme import Theme, ThemeSwitch
from tests.gui.painted_texts import painted_texts

LINE, LEADS = "Fitted: inverted, 20-pixel box, centred by mass", "What was done…"


def shown(button: LineButton) -> list[str]:
    return [one.text.strip() for one in painted_texts(button)]


@pytest.fixture
def dressed(qapp: QApplication) -> None:
    ThemeSwitch(qapp, Theme.LIGHT)


@pytest.mark.parametrize("lines", [1, 2])
def test_what_leads_on_is_never_cut_by_what_is_told(qtbot: QtBot, dressed: None, lines: int) -> None:
    button = LineButton(lines=lines)
    qtbot.addWidget(button)
    button.set_line(LINE, LEADS, tip="A sentence.")
    button.show()
    button.resize(600, button.sizeHint().height())
    assert shown(button) == [LINE, LEADS]
    assert button.toolTip() == "A sentence."
    button.resize(200, button.height())
    cut, leads = shown(button)
    assert LINE.startswith(cut.removesuffix("…"))
    assert cut.endswith("…")
    assert leads == LEADS
    assert button.toolTip() == f"{LINE}  {LEADS}\nA sentence."


def test_it_is_read_aloud_as_it_stands(qtbot: QtBot, dressed: None) -> None:
    button = LineButton()
    qtbot.addWidget(button)
    button.set_line(LINE, LEADS, tip="A sentence.")
    assert button.accessibleName() == f"{LINE} {LEADS}"
    assert button.accessibleDescription() == "A sentence."
    button.set_line("", LEADS)
    assert button.accessibleName() == LEADS
    assert (button.line, button.leads) == ("", LEADS)
