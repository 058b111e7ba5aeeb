"""Groups of families that answer alike, and how sure one can be of them.

In: active answers, and names and mergers that staff gave.
Out: profiles told by their strongest traits, sizes with bounds, stability.
Never: which family is in which profile, but for the restricted file."""

from .edits import Edit, Trait, apply_edits, signature_of
from .em import best_fit, climb, posterior, seed_model, task
from .latent import LatentClasses, folds_of, held_out
from .portraits import section
from .profiles import Found, answers_of, name_of, profiles_of
from .stability import CLEAR, KEPT, REFITS, jaccard, stability_of
from .style import log_shares
from .typical import deviate, lift, log_tails, surprise

__all__ = [
    "CLEAR",
    "Edit",
    "Found",
    "KEPT",
    "LatentClasses",
    "REFITS",
    "Trait",
    "answers_of",
    "apply_edits",
    "best_fit",
    "climb",
    "deviate",
    "folds_of",
    "held_out",
    "jaccard",
    "lift",
    "log_shares",
    "log_tails",
    "name_of",
    "posterior",
    "profiles_of",
    "section",
    "seed_model",
    "signature_of",
    "stability_of",
    "surprise",
    "task",
]
