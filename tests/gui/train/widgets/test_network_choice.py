from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lenet_app.gui.train.widgets.network_choice import NetworkChoice
from lenet_app.networks import family

RELU = family.member("lenet5-1998+relu")
FULL = family.member("lenet5-1998+full")


@pytest.fixture
def choice(qtbot: QtBot) -> NetworkChoice:
    choice = NetworkChoice()
    qtbot.addWidget(choice)
    choice.show()
    return choice


def test_the_default_comes_first(choice: NetworkChoice) -> None:
    assert choice.key == family.DEFAULT_ID
    assert len(choice.titles) == 15


def test_what_is_put_there_takes_the_place_of_what_was_put_there_before(choice: NetworkChoice) -> None:
    choice.show_member(RELU)
    assert (choice.key, choice.member) == ("lenet5-1998+relu", RELU)
    choice.show_member(FULL)
    assert choice.titles[-1] == "LeNet-5 of 1998, full"
    assert len(choice.titles) == 16


def test_the_users_own_are_listed_and_found_by_their_paths(choice: NetworkChoice, qtbot: QtBot) -> None:
    choice.set_own([("/own/a.json", RELU), ("/own/b.json", FULL)])
    assert choice.key == family.DEFAULT_ID
    with qtbot.assertNotEmitted(choice.chosen):
        assert choice.show_key("/own/b.json")
    assert choice.member is FULL
    assert not choice.show_key("/own/c.json")
    assert choice.member is FULL


def test_a_chosen_network_whose_file_is_gone_stays_chosen(choice: NetworkChoice) -> None:
    choice.set_own([("/own/a.json", RELU)])
    choice.show_key("/own/a.json")
    choice.set_own([])
    assert choice.member is RELU
    choice.set_own([("/own/a.json", RELU)])
    assert choice.member is RELU


def test_a_variant_with_a_known_id_does_not_hide_the_known_one(choice: NetworkChoice) -> None:
    default = family.member("lenet5")
    changed = family.Member(default.architecture, default.normalisation, default.experiments, "fashion-mnist")
    choice.show_member(changed)
    assert choice.member is changed
    choice.show_key("lenet5")
    assert choice.member == default


def test_a_listed_network_is_not_listed_twice(choice: NetworkChoice) -> None:
    choice.show_member(family.member("lenet5-wide"))
    assert choice.key == "lenet5-wide"
    assert len(choice.titles) == 15


def test_the_keys_pass_over_the_lines_between(choice: NetworkChoice, qtbot: QtBot) -> None:
    choice.set_own([("/own/a.json", RELU)])
    choice.show_key(family.ids()[-1])
    with qtbot.waitSignal(choice.chosen) as signal:
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert signal.args == [RELU]
    assert choice.member is RELU


def test_the_tooltip_tells_the_whole_title(choice: NetworkChoice) -> None:
    choice.show_member(RELU)
    assert "LeNet-5 of 1998, relu" in choice.toolTip()
    assert "60,000" in choice.toolTip()


def test_another_recipe_in_front_makes_no_other_network(choice: NetworkChoice) -> None:
    member = family.member("lenet5-1998")
    choice.show_member(replace(member, experiments=member.experiments[::-1]))
    assert choice.key == "lenet5-1998"
    assert len(choice.titles) == 15
