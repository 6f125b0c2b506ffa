"""The page Draw: draw or open a picture; the answer and every layer follow."""
