"""What groups of runs are called beside each other: short, and no two alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lenet_app.runs.comparison.differences import differing, labels_of_settings, setting_text
from lenet_app.runs.comparison.groups import Group

_TOLD_WHOLE = 2
"""So many settings are all told where they differ; of more, as many as it takes to tell the groups apart."""
_NOT_ASKED = ("seed", "device")
"""What groups do not differ by: it is that of their newest run."""


class Names(NamedTuple):
    """How groups are called.

    Args:
        each: a name for each, in their order.
        shared: the title that all of several have, which is not part of their names; empty where titles differ.
    """

    each: tuple[str, ...]
    shared: str


def names_of(groups: Sequence[Group]) -> Names:
    """Their titles; where several have the same, first of all what tells them apart, as in "rate 0.01"."""
    counts = Counter(group.title for group in groups)
    shared = groups[0].title if len(groups) > 1 and len(counts) == 1 else ""
    names = {group.key: group.title for group in groups}
    labels = labels_of_settings()
    for title in (title for title, count in counts.items() if count > 1):
        alike = [group for group in groups if group.title == title]
        for group, told in zip(alike, _told_apart(alike, labels), strict=True):
            names[group.key] = told if shared else f"{told} · {title}"
    return Names(tuple(names[group.key] for group in groups), shared)


def _told_apart(groups: Sequence[Group], labels: Mapping[str, str]) -> list[str]:
    """Of each what it was asked for otherwise than the rest; the name of its newest run where that tells too little."""
    names = [name for name in differing([group.settings for group in groups]) if name not in _NOT_ASKED]
    parts = {name: [setting_text(name, group.settings.get(name), labels) for group in groups] for name in names}
    if len(names) > _TOLD_WHOLE:
        parts = {name: parts[name] for name in _fewest(parts, len(groups))}
    told = [", ".join(some) for some in zip(*parts.values(), strict=True)] if parts else [""] * len(groups)
    counts = Counter(told)
    return [
        text if text and counts[text] == 1 else ", ".join(filter(None, (text, group.runs[0].run.name)))
        for text, group in zip(told, groups, strict=True)
    ]


def _fewest(parts: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """The one setting that tells all of them apart; else one after the other, as long as each tells more of them."""
    for name, texts in parts.items():
        if len(set(texts)) == count:
            return [name]
    found: list[str] = []
    apart = 1
    for name in parts:
        now = len(set(zip(*(parts[one] for one in (*found, name)), strict=True)))
        if now > apart:
            found.append(name)
            apart = now
    return found
