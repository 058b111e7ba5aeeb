"""Who may do what: one table, role by role; a grant says where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from diagnosis.model import N_, DiagnosisError
from diagnosis.storage import EVERYWHERE, Grant, User


class Right(StrEnum):
    """What somebody may do."""

    MANAGE_TEAM = "manage team"
    READ_JOURNAL = "read journal"
    MANAGE_CAMPAIGNS = "manage campaigns"
    FOLLOW_CAMPAIGNS = "follow campaigns"
    PREPARE_TABLETS = "prepare tablets"
    READ_TEXTS = "read texts"
    HEAR_VOICES = "hear voices"
    RECORD_SENTENCES = "record sentences"
    SET_ANALYSIS = "set analysis"
    EDIT_LISTS = "edit lists"
    HOLD_SESSIONS = "hold sessions"
    HOLD_WORKSHOPS = "hold workshops"
    MAKE_DOSSIER = "make dossier"
    READ_DIAGNOSIS = "read diagnosis"
    TAKE_ROWS = "take rows"
    MANAGE_KEYS = "manage keys"


CAMPAIGN, SITE = "campaign", "site"
ADMINISTRATOR, COORDINATOR, FACILITATOR = "administrator", "coordinator", "facilitator"
TRANSLATOR, PLANNER = "translator", "planner"
ROLES: dict[str, frozenset[Right]] = {
    ADMINISTRATOR: frozenset(Right),
    COORDINATOR: frozenset(Right) - {Right.MANAGE_TEAM, Right.READ_JOURNAL},
    FACILITATOR: frozenset(
        {
            Right.FOLLOW_CAMPAIGNS,
            Right.PREPARE_TABLETS,
            Right.HOLD_SESSIONS,
            Right.HOLD_WORKSHOPS,
            Right.READ_DIAGNOSIS,
        }
    ),
    # Spoken answers are written down by who speaks the language.
    TRANSLATOR: frozenset({Right.FOLLOW_CAMPAIGNS, Right.RECORD_SENTENCES, Right.HEAR_VOICES}),
    PLANNER: frozenset({Right.READ_DIAGNOSIS}),
}
ROLE_LABELS = {
    ADMINISTRATOR: N_("administration"),
    COORDINATOR: N_("coordination"),
    FACILITATOR: N_("animation"),
    TRANSLATOR: N_("traduction"),
    PLANNER: N_("pilotage"),
}


class GrantError(DiagnosisError):
    """A role that cannot be given so."""


def may(user: User, right: Right, campaign: str | None = None, site: str | None = None) -> bool:
    """Whether a member has a right in a campaign or at a site; without any, whether everywhere.

    Parameters
    ----------
    site : where the campaign is, or what is asked about itself.

    Examples
    --------
    >>> amina = User("amina", "", (Grant("facilitator", "campaign:stains"),))
    >>> may(amina, Right.HOLD_SESSIONS, "stains"), may(amina, Right.HOLD_SESSIONS, "autre")
    (True, False)
    >>> may(amina, Right.HOLD_SESSIONS), may_somewhere(amina, Right.HOLD_SESSIONS)
    (False, True)
    >>> bo = User("bo", "", (Grant("coordinator", "site:stains"),))
    >>> may(bo, Right.EDIT_LISTS, site="stains"), may(bo, Right.EDIT_LISTS)
    (True, False)
    """
    scopes = {EVERYWHERE}
    if campaign:
        scopes.add(f"{CAMPAIGN}:{campaign}")
    if site:
        scopes.add(f"{SITE}:{site}")
    return any(grant.scope in scopes for grant in _giving(user, right))


def may_somewhere(user: User, right: Right) -> bool:
    """Whether a member has a right in a campaign at least."""
    return bool(_giving(user, right))


def is_administrator(user: User) -> bool:
    """Whether a member may do everything."""
    return Grant(ADMINISTRATOR) in user.grants


def campaigns_of(grants: Iterable[Grant]) -> list[str]:
    """The campaigns that grants are limited to."""
    return _limits(grants, CAMPAIGN)


def sites_of(grants: Iterable[Grant]) -> list[str]:
    """The sites that grants are limited to: whatever campaign is there."""
    return _limits(grants, SITE)


def grants_of(
    role: str, campaigns: Sequence[str] = (), sites: Sequence[str] = ()
) -> tuple[Grant, ...]:
    """The grants of a role in some campaigns and at some sites, everywhere when none is named.

    Raises
    ------
    GrantError
        There is no such role, or it is never limited to a campaign.
    """
    if role not in ROLES:
        raise GrantError(f"Le rôle «\u00a0{role}\u00a0» n’existe pas\u00a0: {', '.join(ROLES)}.")
    if role == ADMINISTRATOR and (campaigns or sites):
        raise GrantError(
            N_("L’administration ne se limite pas à des campagnes\u00a0: n’en cochez aucune.")
        )
    scopes = [f"{CAMPAIGN}:{name}" for name in campaigns] + [f"{SITE}:{name}" for name in sites]
    return tuple(Grant(role, scope) for scope in scopes) or (Grant(role),)


def _limits(grants: Iterable[Grant], kind: str) -> list[str]:
    parts = (grant.scope.partition(":") for grant in grants)
    return [name for found, _, name in parts if found == kind]


def _giving(user: User, right: Right) -> list[Grant]:
    return [grant for grant in user.grants if right in ROLES.get(grant.role, ())]
