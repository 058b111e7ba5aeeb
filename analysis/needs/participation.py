"""Who answered: one-way tables of the survey, as told."""

from __future__ import annotations

from typing import Any

from ..disclosure import meaning
from ..survey import Survey
from ..table import TOLD, Block


def participation(survey: Survey) -> dict[str, Any]:
    """How many families answered, exactly, and who they are, as told."""
    blocks = [
        block
        for block in survey.data.blocks.values()
        if block.variable.role in TOLD or block.variable.type == "scale"
    ]
    return {
        "n": survey.door.size,
        "message": "",
        "variables": [_variable(survey, block) for block in blocks],
    }


def _variable(survey: Survey, block: Block) -> dict[str, Any]:
    usable = survey.data.usable
    unasked = usable & False if block.unasked is None else usable & block.unasked
    name = block.variable.name
    return {
        "name": name,
        "label": block.variable.title,
        "role": block.variable.role,
        "type": block.variable.type,
        "missing": survey.door.told(
            meaning((name, "sans réponse")), int((usable & block.passed).sum())
        ),
        "not_asked": survey.door.told(meaning((name, "non posée")), int(unasked.sum())),
        "categories": [
            {"name": category, "label": label, "cell": survey.share_of(block, category)}
            for category, label in zip(block.names, block.labels, strict=True)
        ],
    }
