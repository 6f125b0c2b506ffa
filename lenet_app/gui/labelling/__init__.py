"""What a person says of a digit, kept as a sample: used by every page on which digits are answered."""
