"""The row of squares that tells a sheet's layout: a black and a white one, six for a number, four to check it."""

_NUMBER, _CHECK = 6, 4
_START = (True, False)
_POLYNOMIAL, _FIRST = 0b10011, 0b1010
"""CRC-4-ITU (ITU-T G.704): up to two wrong squares of ten are noticed. The remainder that it begins with is our own."""

COUNT = len(_START) + _NUMBER + _CHECK
"""Squares of a code, black and white ones."""


def squares_of(number: int) -> tuple[bool, ...]:
    """The squares of a number from 0 to 63, True for black."""
    return (*_START, *_bits(number, _NUMBER), *_bits(_check(number), _CHECK))


def number_of(squares: tuple[bool, ...]) -> int | None:
    """The number that squares tell, or None where they are no code."""
    number = sum(is_black << place for place, is_black in enumerate(reversed(squares[len(_START) : -_CHECK])))
    return number if squares == squares_of(number) else None


def _bits(value: int, count: int) -> tuple[bool, ...]:
    return tuple(bool(value >> place & 1) for place in reversed(range(count)))


def _check(number: int) -> int:
    rest = number << _CHECK ^ _FIRST << _NUMBER
    for place in reversed(range(_NUMBER)):
        if rest >> place + _CHECK & 1:
            rest ^= _POLYNOMIAL << place
    return rest
