"""What the page says of each network: its line in the list and its facts."""

from collections.abc import Mapping
from statistics import mean

from lenet_app.gui.answering.widgets.answer_view import percent
from lenet_app.gui.kit.section_list import SectionItem
from lenet_app.gui.networks.shelf import Shelf
from lenet_app.gui.networks.texts import (
    NOTHING,
    experiment_name,
    facts_text,
    own_runs_text,
    published_text,
    recipe_lines,
    reproduced_text,
    runs_text,
    seeds_text,
)
from lenet_app.gui.networks.widgets.facts import Figure, NetworkFacts, ResultLine
from lenet_app.language import tr
from lenet_app.networks import family
from lenet_app.networks.counts import parameters_text
from lenet_app.networks.editing.draft import Draft
from lenet_app.networks.family import Member

Sections = list[tuple[str, list[SectionItem]]]


def sections(shelf: Shelf, drafts: Mapping[str, Draft]) -> Sections:
    """The family, and below it what is the user's, drafts first.

    Args:
        shelf: what there is in files.
        drafts: what is not saved, by key; the key of a changed network of the user's own is its id.
    """
    listed = [_item(shelf, family.member(id_), id_) for id_ in family.ids()]
    own_ids = {member.architecture.id for member in shelf.own}
    own = [_draft_item(key, draft) for key, draft in drafts.items() if key not in own_ids]
    for member in shelf.own:
        id_ = member.architecture.id
        own.append(_draft_item(id_, drafts[id_]) if id_ in drafts else _item(shelf, member, id_))
    note = tr("cannot be used")
    own += [SectionItem(one.key, one.name, note, one.fault, is_usable=False) for one in shelf.unusable]
    if not own:
        own = [SectionItem("", tr("None yet"), tr("Change… makes a variant"), "", is_usable=False)]
    return [(tr("The family"), listed), (tr("Yours"), own)]


def title_of(draft: Draft) -> str:
    """What a draft is listed as."""
    return draft.title.strip() or tr("Without a name")


def _draft_item(key: str, draft: Draft) -> SectionItem:
    title = title_of(draft)
    tip = tr("{title}: its changes last until the window closes; Save keeps them.").format(title=title)
    return SectionItem(key, title, tr("Draft, not saved"), tip, is_marked=True)


def _item(shelf: Shelf, member: Member, key: str) -> SectionItem:
    parameters = f"{member.architecture.parameters:,}"
    first = member.experiments[0]
    runs = shelf.runs(member, first) or shelf.own_runs(member, first)
    best = shelf.best(member)
    if runs:
        result = tr("reproduced {figure} %").format(figure=f"{100 * mean(run.accuracy for run in runs):.2f}")
    elif first.accuracy is not None:
        result = tr("published {figure}").format(figure=f"{100 * first.accuracy:.2f} %")
    elif best is not None and best.accuracy is not None:
        result = tr("your best {figure} %").format(figure=percent(best.accuracy, decimals=2))
    else:
        result = ""
    tip = tr("{title} ({id}): {parameters}").format(
        title=member.architecture.title,
        id=member.architecture.id,
        parameters=parameters_text(member.architecture.parameters),
    )
    note = " · ".join(filter(None, [parameters, result]))
    return SectionItem(key, member.architecture.title, note, "\n".join(filter(None, [tip, result])))


def network_facts(shelf: Shelf, member: Member) -> NetworkFacts:
    """What is known of the network."""
    architecture = member.architecture
    several = len(member.experiments) > 1
    lines = []
    for experiment in member.experiments:
        runs, own = shelf.runs(member, experiment), shelf.own_runs(member, experiment)
        name = experiment_name(experiment) if several else ""
        reproduced = Figure(reproduced_text(runs), runs_text(runs), seeds_text(runs))
        mine = Figure(reproduced_text(own), own_runs_text(own), seeds_text(own))
        lines.append(ResultLine(name, published_text(experiment), reproduced, mine))
    best = shelf.best(member)
    if best is not None and best.accuracy is not None:
        figure = f"{percent(best.accuracy, decimals=2)} %"
        tip = tr("Your model {name}, on the test pictures").format(name=best.name)
    else:
        figure, tip = NOTHING, tr("You have not trained it yet.")
    facts, mine = facts_text(member), Figure(figure, tip)
    return NetworkFacts(architecture.title, architecture.id, facts, tuple(lines), mine, recipe_lines(member))
