"""Counts in words, `61,706 parameters`: sentences that name several are made of these."""

from lenet_app.language import trn


def parameters_text(count: int) -> str:
    """How many numbers a network or a layer learns."""
    return trn("{count} parameter", "{count} parameters", count).format(count=f"{count:,}")


def connections_text(count: int) -> str:
    """How many connections it computes for one picture."""
    return trn("{count} connection", "{count} connections", count).format(count=f"{count:,}")


def classes_text(count: int) -> str:
    """How many classes are told apart."""
    return trn("{count} class", "{count} classes", count).format(count=f"{count:,}")


def steps_text(count: int) -> str:
    """How many steps a training takes."""
    return trn("{count} step", "{count} steps", count).format(count=f"{count:,}")


def epochs_text(count: int) -> str:
    """How many epochs a training takes."""
    return trn("{count} epoch", "{count} epochs", count).format(count=f"{count:,}")


def pictures_text(count: int) -> str:
    """How many pictures there are."""
    return trn("{count} picture", "{count} pictures", count).format(count=f"{count:,}")
