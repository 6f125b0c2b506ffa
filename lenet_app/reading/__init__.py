"""Numbers: every digit of a picture with one or several rows, found, cut apart and answered."""
