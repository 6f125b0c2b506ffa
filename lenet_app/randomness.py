"""Everything random by its key: the seed, what it is for, and where in the run.

No generator is carried on from one place of a run to the next, so that a run which is taken up anywhere draws what it
would have drawn.
"""

from enum import IntEnum

import numpy as np  # whose `random` is loaded when it is first used: the window is there sooner


class Purpose(IntEnum):
    """What is drawn; a number stays what it is, for fine-tuning holds out by it what the model never learned."""

    WEIGHTS = 0
    HOLD_OUT = 1
    SUBSET = 2
    ORDER = 3
    """Of the pictures in an epoch."""
    AUGMENTATION = 4
    """How the pictures of a batch are varied, and how many of them are made."""
    CURVATURE = 5
    """Which pictures the second derivatives are measured on before an epoch."""
    DROPOUT = 6
    CALIBRATION = 7
    COPIES = 8
    """How the distorted copies differ from their pictures."""
    MADE_DIGITS = 9
    """A block of them, by its number."""
    RUBBISH = 10
    """A block of what is no digit, by its number."""
    ROWS = 11
    """A few batches of rows that are composed together, by their number."""
    ROW_DIGITS = 12
    """The penman's digits that rows are composed of, by the epoch."""
    TRIAL = 13
    """The noise that a model answers before it counts."""
    NO_DIGITS = 14
    """How many pictures of a batch give way to what is no digit, and how that is varied."""
    SHARDS = 15
    """In which order the shards of a set on the disk are dealt in an epoch, and how those of a group are mixed."""
    TEST_PICTURES = 16
    """Which pictures of a set without test pictures are set aside as such."""
    PERSONAL = 17
    """What is learned beside one's own digits, in which parts these are held out, and how they are varied."""
    DAMAGE = 18
    """Which pictures of a batch have suffered, and what."""
    CORRUPTION = 30
    """The noise of a picture, by its number, that tells how well a model holds."""


def random_for(seed: int, purpose: Purpose, *place: int) -> "np.random.Generator":
    """The generator of a key.

    Args:
        seed: of the whole run, 0 or more.
        purpose: what is drawn.
        place: where in the run, for example the epoch and the batch in it; nothing for what is drawn once.
    """
    return np.random.default_rng([seed, purpose, *place])


def number_for(seed: int, purpose: Purpose, *place: int) -> int:
    """The seed, below 2⁶⁴, of another library's generator for a key."""
    return int(np.random.SeedSequence([seed, purpose, *place]).generate_state(1, np.uint64)[0])
