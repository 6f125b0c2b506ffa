"""Who wrote MNIST's digits."""

import numpy as np

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import mnist_writers, writers_last, writers_of
from lenet_app.paths import Home


def test_every_picture_has_a_writer_and_nobody_wrote_for_both_parts() -> None:
    writers, mnist = mnist_writers(), catalogue.load(catalogue.MNIST, Home.of_user().data)
    assert len(writers.training) == len(mnist.training)
    assert len(writers.test) == len(mnist.test)
    # Yadav and Bottou (2019): 539 of NIST's writers wrote the training pictures.
    assert len(np.unique(writers.training)) == 539
    assert not np.intersect1d(writers.training, writers.test).size


def test_pictures_of_one_writer_are_more_alike_than_those_of_several() -> None:
    mnist = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    writers = mnist_writers().training
    ink = mnist.images[:, 0].mean(axis=(1, 2))  # how thick the pen is, above all
    own = mnist.labels == 7
    means = [ink[own & (writers == writer)].mean() for writer in np.unique(writers[own])]
    mixed = np.random.default_rng(1).permutation(writers[own])
    by_chance = [ink[own][mixed == writer].mean() for writer in np.unique(mixed)]
    assert np.std(means) > 2 * np.std(by_chance)


def test_the_last_pictures_are_of_writers_who_wrote_hardly_any_of_the_others() -> None:
    mnist = catalogue.load(catalogue.MNIST, Home.of_user().data).training
    ordered = writers_last(mnist)
    assert sorted(ordered.labels.tolist()) == sorted(mnist.labels.tolist())
    writers = writers_of(ordered.take(np.arange(len(ordered))).images)
    assert writers is not None
    assert len(np.intersect1d(writers[:-5000], writers[-5000:])) <= 1
    assert len(np.unique(writers[-5000:])) > 40


def test_writers_are_known_in_any_order_and_of_mnist_alone() -> None:
    mnist = catalogue.load(catalogue.MNIST, Home.of_user().data)
    order = np.random.default_rng(2).permutation(60_000)[:500]
    found = writers_of(mnist.training.images[order])
    assert found is not None
    assert np.array_equal(found, mnist_writers().training[order])
    others = mnist.training.images[order].copy()
    others[7, 0, 3, 3] ^= 1
    assert writers_of(others) is None
