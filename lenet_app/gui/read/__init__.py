"""The page Read: whole numbers from pictures, or as one writes them."""
