from pathlib import Path

import pytest

from tests.tools import hands
from tests.tools.hands import is_looked_at


def test_half_of_the_writers_may_be_looked_at_and_always_the_same() -> None:
    names = [f"writer {number}" for number in range(30)]
    sides = is_looked_at(names * 3)
    assert sorted(sides) == sorted(names)
    assert sum(sides.values()) == 15
    assert is_looked_at(names[::-1]) == sides


def test_the_split_stays_what_it_was() -> None:
    """Who was looked at once can never be counted."""
    unipen = ("aga", "apa", "apb", "app", "art", "ced", "gmd", "ibm", "imp", "syn", "uqb", "val")
    assert [name for name, looked_at in is_looked_at(unipen).items() if looked_at] == [
        *("aga", "apa", "art", "ced", "gmd", "ibm")
    ]


@pytest.mark.data
def test_the_other_side_is_answered_only_when_asked_for_and_that_is_written_down(
    handwriting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = tmp_path / "looks.md"
    monkeypatch.setattr(hands, "_LOOKS", looks)
    monkeypatch.setattr(hands, "PEN_STROKES", ())
    given = ["lenet5", "--data", str(handwriting), "--output", str(tmp_path)]
    monkeypatch.setattr(hands, "_refused", lambda *_: "")
    assert hands.main(given) == 0
    out = capsys.readouterr().out
    assert "mnist, looked at: 99." in out
    assert "counted" not in out
    assert not looks.exists()
    assert hands.main([*given, "--counted"]) == 0
    out = capsys.readouterr().out
    assert "mnist, counted: 99." in out
    assert out.strip() in looks.read_text(encoding="utf-8")
