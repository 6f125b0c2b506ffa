"""When an answer counts as sure: the one place of the measure that decides it."""

from lenet_app.recognition.recognizer import Recognition


def is_sure(recognition: Recognition) -> bool:
    """Whether the program stands by its answer."""
    return recognition.sure
