"""What each column of a survey table is.

In: a YAML file or a mapping.
Out: a `Codebook` of checked variables.
Never: the answers."""

from .book import Codebook
from .variable import Variable

__all__ = [
    "Codebook",
    "Variable",
]
