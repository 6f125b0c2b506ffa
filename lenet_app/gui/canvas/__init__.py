"""The canvas: drawing, pictures and colours."""
