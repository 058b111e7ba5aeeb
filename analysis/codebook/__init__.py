"""What each column of a survey table is.

In: a YAML file or a mapping.
Out: a `Codebook` of checked variables.
Never: the answers."""

from .book import Codebook
from .variable import Variable
from .yaml_text import read_yaml

__all__ = [
    "Codebook",
    "Variable",
    "read_yaml",
]
