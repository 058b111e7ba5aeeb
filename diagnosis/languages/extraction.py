"""What people read of the YAML files, for Babel's tools (``babel.cfg``, ``pybabel extract``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

import yaml

from diagnosis.model import DiagnosisError
from diagnosis.readers import parse

KEYS = "title elsewhere label description hint constraint_message"
# What only the team reads.
SKIPPED = "audiences"
TEXT = "tag:yaml.org,2002:str"

Found = tuple[int, None, str, list[str]]


def extract_yaml(
    fileobj: BinaryIO,
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Found]:
    """Find the sentences of a questionnaire, of services, themes or sites.

    Parameters
    ----------
    fileobj : the file.
    keywords, comment_tags : as Babel gives them; a YAML file has no functions to look for.
    options : ``keys`` names, with spaces between, the keys whose text is a sentence, ``skip``
        those whose content families do not read, ``every`` those that hold nothing but sentences,
        by code.

    Returns
    -------
    The line of each sentence, no function, the sentence, no comments.
    """
    parsed = parse(fileobj.read(), typed=True)
    for fault in parsed.faults:
        raise DiagnosisError(f"{fault.place} : {fault.cause} → {fault.remedy}")
    if parsed.root is not None:
        keys, skip = options.get("keys", KEYS), options.get("skip", SKIPPED)
        every = frozenset(options.get("every", "").split())
        found = frozenset(keys.split()), frozenset(skip.split()), every
        yield from _sentences(parsed.root, *found)


def _sentences(
    node: yaml.Node, keys: frozenset[str], skip: frozenset[str], every: frozenset[str]
) -> Iterator[Found]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _sentences(item, keys, skip, every)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in keys and value.tag == TEXT and value.value:
                yield value.start_mark.line + 1, None, value.value, []
            elif key.value in every:
                yield from _sentences(
                    value, frozenset(code.value for code, _ in value.value), skip, every
                )
            elif key.value not in skip:
                yield from _sentences(value, keys, skip, every)
