import pytest

from lenet_app.gui.kit.history import History


def test_a_new_history_has_nothing_to_undo_or_redo() -> None:
    history = History("a")
    assert (history.current, history.can_undo, history.can_redo) == ("a", False, False)


def test_undo_and_redo_walk_along_the_states() -> None:
    history = History("a")
    history.push("b")
    history.push("c")
    assert [history.undo(), history.undo(), history.undo()] == ["b", "a", "a"]
    assert not history.can_undo
    assert [history.redo(), history.redo(), history.redo()] == ["b", "c", "c"]
    assert not history.can_redo


def test_a_push_drops_what_was_undone() -> None:
    history = History(0)
    history.push(1)
    history.push(2)
    history.undo()
    history.push(3)
    assert not history.can_redo
    assert [history.undo(), history.undo()] == [1, 0]


def test_the_oldest_states_go_at_the_limit() -> None:
    history = History(0, limit=3)
    for state in range(1, 10):
        history.push(state)
    assert [history.undo(), history.undo(), history.undo()] == [8, 7, 7]


def test_a_history_keeps_at_least_one_state() -> None:
    with pytest.raises(ValueError, match="at least one"):
        History(0, limit=0)


def test_a_state_can_be_replaced() -> None:
    history = History("a")
    history.push("b")
    history.push("c")
    history.undo()
    history.replace("d")
    assert (history.current, history.can_redo) == ("d", False)
    assert [history.undo(), history.redo()] == ["a", "d"]


def test_the_only_state_can_be_replaced() -> None:
    history = History("a")
    history.replace("b")
    assert (history.current, history.can_undo, history.can_redo) == ("b", False, False)


def test_the_oldest_states_go_when_they_weigh_too_much() -> None:
    history = History(b"", size_of=len, most_bytes=25)
    for letter in (b"a", b"b", b"c"):
        history.push(10 * letter)
    assert [history.undo(), history.undo()] == [b"b" * 10, b"b" * 10]


def test_a_state_that_occurs_twice_weighs_once() -> None:
    heavy = b"a" * 20
    history = History(b"", size_of=len, most_bytes=25)
    for state in (heavy, b"b", heavy, b"c"):
        history.push(state)
    assert [history.undo() for _ in range(4)] == [heavy, b"b", heavy, b""]


def test_the_current_state_stays_whatever_its_weight() -> None:
    history = History(b"", size_of=len, most_bytes=25)
    history.push(b"a" * 30)
    assert (history.current, history.can_undo) == (b"a" * 30, False)
