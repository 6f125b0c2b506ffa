"""The window around the pages: it opens, shows one page after the other, and ends every thread before it closes."""
