"""A part of a picture, framed by hand: paper is added around it, for a tight frame shows hardly any."""

import numpy as np

from lenet_app.ink.picture import Bytes

_SHARE = 0.25
"""Of the longer side is added on each side: then most of what the page's ink is judged by is paper, as on a page."""


def with_paper(shown: Bytes) -> tuple[Bytes, int]:
    """The part with paper of its edge's median colour on all sides.

    Args:
        shown: uint8 (height, width, 3).

    Returns:
        uint8 (height + 2 n, width + 2 n, 3), and n.
    """
    height, width = shown.shape[:2]
    margin = max(2, round(_SHARE * max(height, width)))
    edge = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])
    paper = np.empty((height + 2 * margin, width + 2 * margin, 3), np.uint8)
    paper[:] = np.median(edge, axis=0)
    paper[margin : margin + height, margin : margin + width] = shown
    return paper, margin
