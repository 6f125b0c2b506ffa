"""What a person may correct by hand when a picture was prepared wrongly."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Corrections:
    """Choices made in place of the automatic ones; as they are by default, all is automatic.

    Args:
        threshold: the least contrast that counts as ink, from 0 to 1 of the marks' own. A higher one leaves out more of
            the paper, a lower one finds fainter strokes. None has the paper's noise decide.
        inverted: True where the marks are darker than their ground, False where they are lighter; None has the picture
            decide.
        deslant: whether slanted ink is set upright.
    """

    threshold: float | None = None
    inverted: bool | None = None
    deslant: bool = False

    @property
    def level(self) -> float:
        """The least mark that counts as ink while its pen is evened: half, or as faint as was asked for by hand."""
        return 0.5 if self.threshold is None else min(0.5, self.threshold)


AUTOMATIC = Corrections()
