"""What the fields of a recipe mean, for who has not trained a network before."""

from lenet_app.language import tr


def recipe_explanations() -> dict[str, str]:
    """A text for each field of RecipeForm that has more to it than its tooltip says, by the field's name."""
    return {
        "optimiser": tr(
            "The rule by which a training changes the weights. Adam gives each weight a step of its own and needs"
            " little care; plain gradient descent is simpler, and more sensitive to the learning rate."
        ),
        "learning_rate": tr(
            "How large each step of the weights is. Too small, and learning takes long; too large, and it never"
            " settles. Try ten times less where the loss jumps about."
        ),
        "schedule": tr(
            "How the learning rate changes: large steps at first find the way, small ones at the end settle."
        ),
        "momentum": tr(
            "How much of the step before goes into the next one, so that steps in one direction grow and those to and"
            " fro cancel out. 0.9 is usual."
        ),
        "weight_decay": tr(
            "Draws all weights a little towards zero at every step, so that none grows large without need: the network"
            " learns less by heart."
        ),
        "average": tr(
            "Keeps a running average of the weights, which is often better than the last ones. The nearer to 1, the"
            " longer it looks back; 0 keeps the last weights."
        ),
        **_of_the_run(),
    }


def _of_the_run() -> dict[str, str]:
    return {
        "epochs": tr(
            "How many times the training goes through all training pictures. More is better up to a point; after that"
            " the network learns the pictures by heart."
        ),
        "batch_size": tr(
            "How many pictures are looked at before the weights take a step. Large batches are quicker for each picture"
            " and their steps are steadier; small ones make more steps."
        ),
        "hold_out": tr(
            "This share of the training pictures is held out: the network does not learn from it, and the epoch that"
            " does best on it is kept. The test pictures stay untouched, for a fair measure at the end."
        ),
        "augmentation": tr(
            "Changes every training picture a little each time it is seen, as handwriting varies: the network learns"
            " the shapes and not the pictures, and reads your writing better."
        ),
        "damage": tr(
            "So many of the pictures suffer what photographs and scans suffer: noise, blur, compression, a threshold,"
            " uneven light, specks, lines and cut edges. The network learns to read digits in spite of that."
        ),
        "made": tr(
            "So many of the pictures are digits that the program draws itself, as people write them who did not write"
            " MNIST. They help the network to read other hands; too many of them cost on MNIST's own."
        ),
        "no_digits": tr(
            "Letters, scribbles and two digits at once are learned as what has no answer: the network then says “No"
            " digit” where it would have guessed. The training takes longer by what is told here."
        ),
        "loss": tr(
            "The number that a training makes small: how far the answers are from the true ones. Cross-entropy asks for"
            " a high probability of the right class."
        ),
        "initialisation": tr(
            "Where the weights begin. They are random, so that no two units learn the same, and not too large, so that"
            " signals neither die out nor blow up from layer to layer."
        ),
    }
