"""What was done to a drawing or a picture, to look through and to correct."""
