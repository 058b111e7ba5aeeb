"""What sessions and workshops say of each theme, and how much it weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue import Evidence, Theme

KAPPA = Evidence.survey_people
USEFUL = 0.7
USEFUL_STRENGTH = 10.0


@dataclass(frozen=True)
class Proof:
    """What sessions and workshops say of one theme."""

    participants: int
    votes: int
    held: int
    attended: int
    feedback: int
    happiness: float
    people: float = KAPPA

    @property
    def weight(self) -> float:
        """Share of the votes in the mean of survey and votes, from 0 to 1."""
        return self.participants / (self.people + self.participants)

    def posterior(self, share: float) -> float:
        """Mean of the survey's share, worth ``people`` voters, and of the votes."""
        return (self.people * share + self.votes) / (self.people + self.participants)

    @property
    def usefulness(self) -> float:
        """Mean satisfaction, from a prior of 0.7 worth ten people."""
        return (USEFUL_STRENGTH * USEFUL + self.happiness) / (USEFUL_STRENGTH + self.feedback)

    @property
    def factor(self) -> float:
        """What multiplies the score: 1 without feedback."""
        return self.usefulness / USEFUL


def proofs(themes: Sequence[Theme], evidence: Evidence | None) -> list[Proof]:
    """Gather what sessions and workshops say of each theme."""
    return [_proof(theme.name, evidence or Evidence()) for theme in themes]


def _proof(name: str, evidence: Evidence) -> Proof:
    sessions = [s for s in evidence.sessions if name in s.proposed or name in s.votes]
    held = [w for w in evidence.workshops if w.theme == name]
    return Proof(
        sum(s.participants for s in sessions),
        sum(min(s.votes.get(name, 0), s.participants) for s in sessions),
        len(held),
        sum(w.attended for w in held),
        sum(w.happy + w.neutral + w.unhappy for w in held),
        sum(w.happy + 0.5 * w.neutral for w in held),
        evidence.survey_people,
    )
