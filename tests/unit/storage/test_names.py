import pytest

from lenet_app.errors import UserError
from lenet_app.storage.names import MOST_BYTES, checked_name, fitting_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("LeNet-5 (distorted)", "LeNet-5 (distorted)"),
        ("3/4", "3-4"),
        ("Confusion matrix: LeNet-5", "Confusion matrix, LeNet-5"),
        ("a:b\nc", "a-b-c"),
        ("", "model"),
        (" \t ", "-"),
        ("...", "model"),
        (". hidden", "hidden"),
        ("x" * 100, "x" * 80),
        ("\U0001f58b" * 70, "\U0001f58b" * 50),
        ("é" * 80 + "!", "é" * 80),
        ("half \ud800", "half -"),
        ("con", "model con"),
        ("Com1.best", "model Com1.best"),
        ("content", "content"),
    ],
)
def test_a_title_becomes_a_name_that_fits(title: str, name: str) -> None:
    assert fitting_name(title) == name
    assert checked_name(name) == name
    assert len(name.encode()) <= MOST_BYTES


@pytest.mark.parametrize("title", ["LeNet-5", "x" * 100, "\U0001f58b" * 70, ""])
def test_what_has_to_follow_a_title_is_never_cut(title: str) -> None:
    name = fitting_name(title, " 2026-01-02 03.04")
    assert name.endswith(" 2026-01-02 03.04")
    assert checked_name(name) == name


@pytest.mark.parametrize("name", ["nul", "AUX", "Lpt1.x", "com¹"])
def test_what_windows_keeps_for_itself_is_refused(name: str) -> None:
    with pytest.raises(UserError, match=r"^Windows keeps the name .* for itself: choose another\.$"):
        checked_name(name)
