"""Help inside the window: F1, all explanations of a page at once, every key, what the program is and is made of."""
