"""Numbers: what was read, on the picture, as text, digit by digit, and the list of it all."""
