"""Blocks packed into as little height as their order allows: pure geometry, without Qt."""

from collections.abc import Sequence

from lenet_app.gui.layers.block import Block

GAP = 28
"""Pixels between two blocks of a row."""

Row = list[Block]


def row_width(row: Sequence[Block]) -> float:
    """Of all blocks and the gaps between them."""
    return sum(block.width for block in row) + GAP * (len(row) - 1)


def rows_height(rows: Sequence[Sequence[Block]]) -> float:
    """Of all rows below each other, without gaps."""
    return sum(max(block.height for block in row) for row in rows)


def packed(variants: Sequence[Sequence[Block]], width: float) -> list[Row]:
    """The rows of least height, with one of each layer's variants; the order stays.

    Args:
        variants: for each layer the blocks that it could have.
        width: of the view; what is wider is held to it.
    """
    choices = [_choices(blocks, width) for blocks in variants]
    # best[n]: the least height of the first n layers, and their rows.
    best: list[tuple[float, list[Row]]] = [(0.0, [])]
    for end in range(1, len(choices) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            row = _row(choices[start:end], width)
            if row is None:
                break
            height, rows = best[start]
            ways.append((height + max(block.height for block in row), [*rows, row]))
        best.append(min(ways, key=lambda way: (way[0], len(way[1]))))
    return best[-1][1]


def _choices(blocks: Sequence[Block], width: float) -> list[Block]:
    """What is worth a look, from the lowest and widest to the highest and narrowest."""
    useful: list[Block] = []
    for block in sorted((block.held_to(width) for block in blocks), key=lambda block: (block.height, block.width)):
        if not useful or block.width < useful[-1].width:
            useful.append(block)
    return useful


def _row(choices: Sequence[Sequence[Block]], width: float) -> Row | None:
    """The lowest row of these layers; None where they do not fit beside each other."""
    row = [blocks[0] for blocks in choices]
    taken = [0] * len(row)
    while row_width(row) > width:
        # The next narrower variant that makes the row least higher.
        narrower = [
            (blocks[at + 1].height, number)
            for number, (blocks, at) in enumerate(zip(choices, taken, strict=True))
            if at + 1 < len(blocks)
        ]
        if not narrower:
            return None
        _, number = min(narrower)
        taken[number] += 1
        row[number] = choices[number][taken[number]]
    return row
