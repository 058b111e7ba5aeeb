"""Responses that bear the sign of a flood, in the groups that a person decides of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from diagnosis.answers.floods import ENOUGH, FEW_EVER, Likeness, closed_answers, text_questions
from diagnosis.instance import Instance
from diagnosis.model import ALIKE, BURST, Answer, Campaign, Response


@dataclass(frozen=True)
class Group:
    """Responses that are alike, or that came at once in a week by a channel.

    ``aside`` names those that do not count today; ``shared`` is what all of them answered alike,
    texts left out.
    """

    sign: str
    key: str
    members: Sequence[Response]
    aside: AbstractSet[str]
    shared: Mapping[str, Answer]

    @property
    def counted(self) -> int:
        """How many count today."""
        return len(self.members) - len(self.aside)

    @property
    def waiting(self) -> int:
        """How many wait for a decision; a few like those that the team counts wait for none."""
        undecided = [response for response in self.members if response.counted is None]
        refused = any(response.counted is False for response in self.members)
        if refused or len(undecided) > FEW_EVER:
            return len(undecided)
        return sum(response.apart != "" for response in undecided)


@dataclass(frozen=True)
class Floods:
    """How many groups there are; of those that wait, how many responses, and how many are apart."""

    groups: int
    waiting: Mapping[str, int]
    apart: int

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Floods:
        """Count groups."""
        waiting = [group for group in groups if group.waiting]
        counts = Counter[str]()
        for group in waiting:
            counts[group.sign] += len(group.members)
        return cls(len(groups), counts, sum(len(group.aside) for group in waiting))


def floods_of(instance: Instance, campaign: Campaign) -> Floods:
    """The counts alone, read again on a change; no answer stays in memory for them."""
    name, stamp = f"floods:{campaign.name}", instance.store.stamp(campaign.name)
    found: tuple[str, Floods] | None = instance.memory.get(name)
    if found is None or found[0] != stamp:
        counts = Floods.of(groups_of(instance, campaign))
        found = instance.memory[name] = (stamp, counts)
    return found[1]


def groups_of(instance: Instance, campaign: Campaign) -> list[Group]:
    """Groups of a campaign, those that wait for a decision first, then the largest."""
    aside = {response.id for response in instance.store.responses(campaign.name, apart=True)}
    responses = list(instance.store.responses(campaign.name, apart=None))
    alike, others = _told_apart(instance, campaign, responses)
    at_once = defaultdict[str, list[Response]](list)
    for response in others:
        if response.apart:
            at_once[f"{response.week}-{response.channel}"].append(response)
    found = [(ALIKE, key, members) for key, members in alike.items()]
    found += [(BURST, key, members) for key, members in at_once.items()]
    groups = [
        Group(
            sign,
            key,
            members,
            aside & {r.id for r in members},
            _shared(instance, campaign, members),
        )
        for sign, key, members in found
    ]
    return sorted(groups, key=lambda group: (not group.waiting, -len(group.members), group.key))


def decide(instance: Instance, campaign: Campaign, group: Group, counted: bool) -> None:
    """Keep that a group counts, or does not; it may be decided otherwise at any time."""
    ids = [response.id for response in group.members]
    instance.store.set_apart(campaign.name, ids, group.sign, counted)


def _told_apart(
    instance: Instance, campaign: Campaign, responses: Sequence[Response]
) -> tuple[dict[str, list[Response]], list[Response]]:
    """Those that are alike, by what they are; and the others."""
    texts = {v: text_questions(instance, campaign, v) for v in {r.version for r in responses}}
    alike, others = defaultdict[str, list[Response]](list), list[Response]()
    for response in responses:
        likeness = Likeness.of(response, texts[response.version])
        enough = likeness.answers >= ENOUGH or response.apart == ALIKE
        (alike[likeness.digest] if enough else others).append(response)
    for digest in [digest for digest, members in alike.items() if not _is_flood(members)]:
        others += alike.pop(digest)
    return alike, others


def _is_flood(members: Sequence[Response]) -> bool:
    return len(members) > FEW_EVER or any(response.apart == ALIKE for response in members)


def _shared(
    instance: Instance, campaign: Campaign, members: Sequence[Response]
) -> dict[str, Answer]:
    """What all of them answered alike, texts left out."""
    first = members[0]
    answers = closed_answers(first, text_questions(instance, campaign, first.version))
    every = [closed_answers(response, frozenset()) for response in members]
    return {
        name: answer
        for name, answer in answers.items()
        if all(other.get(name) == answer for other in every)
    }
