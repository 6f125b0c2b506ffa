"""From strokes and pictures to ink, and from ink to a picture as MNIST's were made."""
