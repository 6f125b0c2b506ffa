"""What is known of the published data sets in IDX files: titles and the names of their classes.

EMNIST's tables are those of Cohen, Afshar, Tapson and van Schaik (2017), Fashion-MNIST's of Xiao, Rasul and Vollgraf
(2017), Kuzushiji-MNIST's of Clanuwat et al. (2018).
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Kind:
    """What is known of a data set before its labels are looked at.

    Args:
        title: what people read.
        class_names: of all classes in order; empty where only the labels can tell how many there are.
        first_label: the label of the first class; None where only the labels can tell.
    """

    title: str
    class_names: tuple[str, ...] = ()
    first_label: int | None = None

    @property
    def labels(self) -> range:
        """The labels that the set was published with; empty where nothing is known of its classes."""
        first = self.first_label or 0
        return range(first, first + len(self.class_names))


_DIGITS = tuple(digits)
# Letters whose two cases are written alike are one class, called by the upper case.
_MERGED = (*digits, *ascii_uppercase, *"abdefghnqrt")
_EMNIST = {
    "byclass": (*digits, *ascii_uppercase, *ascii_lowercase),
    "bymerge": _MERGED,
    "balanced": _MERGED,
    # Both cases are one class: one letter is read faster than "Aa", and bars and tables keep narrow.
    "letters": tuple(ascii_uppercase),
    "digits": _DIGITS,
    "mnist": _DIGITS,
}

_CLOTHES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
MNIST = Kind("MNIST", _DIGITS, 0)
FASHION_MNIST = Kind("Fashion-MNIST", _CLOTHES, 0)
KUZUSHIJI_MNIST = Kind("Kuzushiji-MNIST", tuple("おきすつなはまやれを"), 0)
QMNIST = Kind("QMNIST", _DIGITS, 0)

# A set's own name, without case and hyphens. Whoever calls a set exactly so means the published one: a label that it
# does not have is a fault. "Fashion" and "Kuzushiji" alone are words: anybody's clothes, the 49 classes of another set.
_BY_NAME = {
    "fashionmnist": FASHION_MNIST,
    "kmnist": KUZUSHIJI_MNIST,
    "kuzushijimnist": KUZUSHIJI_MNIST,
    "qmnist": QMNIST,
}
# What other names hint at, such as "kmnist-idx" or "fashion-mnist-vs-mine": copies have them, and so have people's own
# sets. A hint names the classes where the labels agree with it, and forbids nothing where they do not.
_BY_HINT = {
    "fashion": FASHION_MNIST,
    "kmnist": KUZUSHIJI_MNIST,
    "kuzushiji": KUZUSHIJI_MNIST,
    "qmnist": QMNIST,
}
# SHA-256 of the values of the test pictures, without their header.
_BY_TEST_PICTURES = {
    "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161": MNIST,
    "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a": FASHION_MNIST,
}


def kind_of(folder: Path, prefix: str, test_images: npt.NDArray[np.uint8], highest: int) -> Kind:
    """What is known of the set in `folder` whose file names begin with `prefix`.

    Args:
        folder: where it lies; its name and its parent's can tell.
        prefix: for example "emnist-letters-"; may be empty.
        test_images: uint8 (n, channels, height, width), by whose hash MNIST and Fashion-MNIST are known.
        highest: the highest label; what a name merely hints at is not believed where it does not agree.

    Returns:
        The kind; the labels can disagree with it where its files' names, the hash or the set's own name told it.
    """
    split = re.fullmatch(r"emnist[-_.](\w+?)[-_.]", prefix.lower())
    if split:
        title = "MNIST" if split[1] == "mnist" else split[1]
        return Kind(f"EMNIST {title}", _EMNIST.get(split[1], ()), 1 if split[1] == "letters" else 0)
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL, which the first paint does not wait for

    known = _BY_TEST_PICTURES.get(sha256(np.ascontiguousarray(test_images).data).hexdigest())
    if known:
        return known
    parts = Path(os.path.realpath(folder)).parts
    outer = [part for part in parts if part.lower() not in ("raw", "gzip")]
    own = prefix.strip("-_.") or (outer[-1] if outer else str(folder))
    known = _BY_NAME.get(re.sub(r"[-_. ]", "", own.lower()))
    if known:
        return known
    place = "/".join((*parts[-2:], prefix)).lower()
    for hint, kind in _BY_HINT.items():
        if hint in place and highest in kind.labels:
            return kind
    return Kind(own)
