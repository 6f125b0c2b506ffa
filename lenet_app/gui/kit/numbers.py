"""Numbers in words."""


def with_minus(number: str) -> str:
    """A number as it is typeset: with a minus sign, which is as wide as a plus, in place of a hyphen."""
    return number.replace("-", "\N{MINUS SIGN}")
