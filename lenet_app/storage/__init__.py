"""What lasts: model files and the user's model library."""
