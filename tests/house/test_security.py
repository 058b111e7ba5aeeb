"""The threat model names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_threat_model_names_exists():
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[^`…]+)`", text))
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []
    rows = [line for line in text.splitlines() if line.startswith("| **")]
    assert all("`tests/" in row for row in rows), "each answer is held by a test"
