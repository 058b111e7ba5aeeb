"""Votes on statements: groups beyond chance, agreements, representative statements.

In: a table of votes and the statements.
Out: a published report of opinions with its page.
Never: how one person voted."""

from .ballots import Tally, tally_groups
from .drawing import group_map, share_told, strip
from .files import OpinionReport, opinion_schema, write_opinions
from .groups import MAP, Grouping, find_groups, stability_of
from .hidden_votes import FOLDS, guessing_loss, helps, losses_by_number
from .map import Ready
from .opinions import opinions
from .page import page
from .representative import agreements, group_aware, representatives, shared_by_groups
from .summary import OpinionGroup, Opinions
from .told import tell

__all__ = [
    "FOLDS",
    "Grouping",
    "MAP",
    "OpinionGroup",
    "OpinionReport",
    "Opinions",
    "Ready",
    "Tally",
    "agreements",
    "find_groups",
    "group_aware",
    "group_map",
    "guessing_loss",
    "helps",
    "losses_by_number",
    "opinion_schema",
    "opinions",
    "page",
    "representatives",
    "share_told",
    "shared_by_groups",
    "stability_of",
    "strip",
    "tally_groups",
    "tell",
    "write_opinions",
]
