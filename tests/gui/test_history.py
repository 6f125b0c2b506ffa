import pytest

from lenet_app.gui.history import History


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
