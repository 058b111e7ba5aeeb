"""What people decided: votes of sessions, and what test workshops said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..catalogue import Evidence, Theme
from ..french import percent, typography

# Satisfaction from 0 to 1 expected before anybody spoke, and how many people that is worth.
USEFUL = 0.7
USEFUL_STRENGTH = 10.0
DECIDED = {"keep": "garder", "adapt": "adapter", "stop": "arrêter"}


@dataclass(frozen=True)
class Proof:
    """Votes and workshops of one theme.

    Everybody in the room saw a vote: totals of ``least`` people or more are told exactly, others
    are neither told nor counted. ``voted`` says that there was a vote at all, on other themes at
    least; ``people`` how many voters the survey is worth; ``decision`` is the last that the team
    took after a workshop. It is told, and moves no rank: what families need does not change.
    """

    put: bool
    participants: int
    votes: int
    held: int
    attended: int
    feedback: int
    happiness: float
    people: float
    least: int
    voted: bool = False
    decision: str = ""

    @property
    def is_decided(self) -> bool:
        """True when enough people could vote for the theme."""
        return self.put and self.participants >= self.least

    @property
    def is_judged(self) -> bool:
        """True when enough people said what they thought of its workshops."""
        return self.feedback >= self.least

    @property
    def is_stopped(self) -> bool:
        """True when the team decided to stop: no programme proposes it again."""
        return self.decision == "stop"

    @property
    def usefulness(self) -> float:
        """Mean satisfaction, from a prior of 0.7 worth ten people."""
        return (USEFUL_STRENGTH * USEFUL + self.happiness) / (USEFUL_STRENGTH + self.feedback)

    @property
    def weight(self) -> float:
        """Share of the votes in the mean of survey and votes, from 0 to 1."""
        return self.participants / (self.people + self.participants) if self.is_decided else 0.0

    def entry(self) -> dict[str, Any]:
        """What is told of the theme's votes and workshops."""
        return {
            "put": self.put,
            "votes": self.votes if self.is_decided else None,
            "participants": self.participants if self.is_decided else None,
            "weight": round(self.weight, 2),
            "workshops_held": self.held,
            "attended": self.attended if self.attended >= self.least else None,
            "feedback": self.feedback if self.is_judged else None,
            "usefulness": round(self.usefulness, 2) if self.is_judged else None,
            "sentence": typography(f"{self._votes()} {self._workshops()}".strip()),
        }

    def _votes(self) -> str:
        if self.is_decided:
            return (
                f"{self.votes} voix pour {self.participants} personnes : elles comptent pour "
                f"{percent(self.weight)} dans l'ordre des thèmes soumis au vote."
            )
        if self.put:
            return f"Soumis au vote de moins de {self.least} personnes : pas compté."
        return "Pas soumis au vote." if self.voted else "Aucun vote pour l'instant."

    def _workshops(self) -> str:
        if not self.held:
            return ""
        plural = "s" * (self.held > 1)
        came = f", {self.attended} personnes" if self.attended >= self.least else ""
        said = f" ; jugé utile à {percent(self.usefulness)} ({self.feedback} retours)"
        decided = f" Décision de l'équipe : {DECIDED[self.decision]}." if self.decision else ""
        told = said if self.is_judged else ""
        return f"{self.held} atelier{plural} tenu{plural}{came}{told}.{decided}"


def proofs(themes: Sequence[Theme], evidence: Evidence | None, least: int) -> list[Proof]:
    """Votes and workshops of each theme; ``least`` people are told and counted."""
    return [_proof(theme.name, evidence or Evidence(), least) for theme in themes]


def _proof(name: str, evidence: Evidence, least: int) -> Proof:
    sessions = [s for s in evidence.sessions if name in s.proposed or name in s.votes]
    held = [w for w in evidence.workshops if w.theme == name]
    return Proof(
        put=bool(sessions),
        participants=sum(s.participants for s in sessions),
        votes=sum(min(s.votes.get(name, 0), s.participants) for s in sessions),
        held=len(held),
        attended=sum(w.attended for w in held),
        feedback=sum(w.happy + w.neutral + w.unhappy for w in held),
        happiness=sum(w.happy + 0.5 * w.neutral for w in held),
        people=evidence.survey_people,
        least=least,
        voted=bool(evidence.sessions),
        decision=next((w.decision for w in reversed(held) if w.decision in DECIDED), ""),
    )
