"""A share of the tests, for machines that divide the work: whole files, so that what a file makes
once is made on one machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest


def files_of(shard: str, counts: Counter[str]) -> set[str]:
    """Files of one share, "2/3" being the second of three; the largest are dealt out first."""
    at, many = (int(part) for part in shard.split("/"))
    if not 1 <= at <= many:
        raise ValueError(f"SHARD={shard}: write 1/3, 2/3 or 3/3")
    shares: list[Counter[str]] = [Counter() for _ in range(many)]
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        min(shares, key=lambda share: share.total())[name] = count
    return set(shares[at - 1])


def keep_shard(shard: str, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of other shares."""
    wanted = files_of(shard, Counter(file_of(items)))
    others = [item for item, name in zip(items, file_of(items), strict=True) if name not in wanted]
    items[:] = [item for item, name in zip(items, file_of(items), strict=True) if name in wanted]
    config.hook.pytest_deselected(items=others)


def file_of(items: Iterable[pytest.Item]) -> list[str]:
    """File of each test."""
    return [item.nodeid.partition("::")[0] for item in items]
