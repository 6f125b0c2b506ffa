"""What the window needs of the system it runs on, and what it tells of it."""
