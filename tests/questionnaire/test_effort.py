"""How long a questionnaire takes: counted on its words and touches, said rounded up."""

from __future__ import annotations
