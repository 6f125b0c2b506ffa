import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from lenet_app.errors import UserError
from lenet_app.json_values import made, parsed, plain, proper, text_of


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Inner:
    count: int


@dataclass(frozen=True)
class Thing:
    name: str
    count: int = 1
    share: float = 0.5
    is_it: bool = False
    colour: Colour = Colour.RED
    rows: tuple[tuple[int, ...], ...] = ()
    pair: tuple[int, int] | None = None
    inner: Inner | None = None

    def __post_init__(self) -> None:
        if self.count < 0:
            raise UserError(f"The count must not be {self.count}.")


FULL = Thing("a", 2, 0.25, True, Colour.BLUE, ((1, 2), (3,)), (4, 5), Inner(6))


def sentence(value: object, **how: Any) -> str:  # noqa: ANN401
    with pytest.raises(UserError) as caught:
        made(value, Thing, "It cannot be read: {fault}.", **how)
    return str(caught.value)


def test_what_is_written_comes_back() -> None:
    assert made(json.loads(json.dumps(plain(FULL))), Thing, "{fault}") == FULL
    assert plain(FULL)["rows"] == [[1, 2], [3]]
    assert plain(FULL)["colour"] == "blue"
    assert type(made({"name": "a", "share": 3}, Thing, "{fault}").share) is float


DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]

FAULTS: list[tuple[Any, str]] = [
    (None, "it is not an object with “name”"),
    ([], "it is not an object with “name”"),
    ("text", "it is not an object with “name”"),
    ({}, "“name” is missing"),
    ({"name": 5}, "“name” is not a text"),
    ({"name": "\ud800"}, "“name” holds half a character"),
    ({"name": "a", "count": True}, "“count” is not a whole number"),
    ({"name": "a", "count": 2.0}, "“count” is not a whole number"),
    ({"name": "a", "count": "2"}, "“count” is not a whole number"),
    ({"name": "a", "count": None}, "“count” is not a whole number"),
    ({"name": "a", "share": float("nan")}, "“share” is not a number"),
    ({"name": "a", "share": float("-inf")}, "“share” is not a number"),
    ({"name": "a", "share": 10**400}, "“share” is not a number"),
    ({"name": "a", "share": False}, "“share” is not a number"),
    ({"name": "a", "is_it": 1}, "“is_it” is not true or false"),
    ({"name": "a", "colour": "green"}, "“colour” cannot be “green”"),
    ({"name": "a", "colour": 1}, "“colour” is not a text"),
    ({"name": "a", "rows": [1]}, "“rows” is not a list"),
    ({"name": "a", "rows": [[1], [1.5]]}, "“rows” is not a whole number"),
    ({"name": "a", "rows": DEEP}, "it is nested too deeply"),
    ({"name": "a", "pair": [1]}, "“pair” is not a list of 2"),
    ({"name": "a", "pair": {}}, "“pair” is not a list"),
    ({"name": "a", "inner": 3}, "“inner” is not an object"),
    ({"name": "a", "inner": {}}, "“count” is missing"),
    ({"name": "a", "inner": {"count": "x"}}, "“count” is not a whole number"),
]


@pytest.mark.parametrize(("value", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_every_fault_is_one_sentence_that_names_the_part(value: object, fault: str) -> None:
    assert sentence(value) == f"It cannot be read: {fault}."


def test_parts_that_nobody_knows_are_left_aside_or_told() -> None:
    value = {"name": "a", "weather": [1], "wind": 2}
    assert made(value, Thing, "{fault}") == Thing("a")
    assert sentence(value, is_complete=True) == "It cannot be read: “weather” is unknown."


def test_a_part_with_a_default_can_be_needed() -> None:
    assert sentence({"name": "a"}, needed=("name", "share")) == "It cannot be read: “share” is missing."


def test_what_the_value_itself_refuses_stands_as_it_is() -> None:
    assert sentence({"name": "a", "count": -1}) == "The count must not be -1."


@pytest.mark.parametrize("text", ["", "{", b"\xff", "[" * 100_000, "9" * 5000])
def test_what_is_no_json(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"^it is not JSON$"):
        parsed(text)


def test_half_a_character_is_never_written() -> None:
    value = {"a\ud800": ["\udfff", "whole \U0001f58b"]}
    assert json.loads(text_of(value)) == {"a\ufffd": ["\ufffd", "whole \U0001f58b"]}
    assert text_of(value).isascii()
    assert proper("é\udc80") == "é\ufffd"
