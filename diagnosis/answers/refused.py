"""Why something sent is not kept: one error, whose reason pages turn into an HTTP code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from diagnosis.model import DiagnosisError, Message


class Reason(Enum):
    """Why it is refused."""

    UNREADABLE = auto()  # nothing can be read there, or it has no number
    UNSUPPORTED = auto()  # another type of content
    INVALID = auto()  # to be given again: a message says what is wrong
    ELSEWHERE = auto()  # another site sent it
    UNKNOWN = auto()  # no tablet has this link or this secret
    USED = auto()  # the link has already served
    OVER = auto()  # it came too late
    WAIT = auto()  # to be sent again, as it is, a little later


class RefusedError(DiagnosisError):
    """Something sent that cannot be kept: the reason, what to do, and a message per question."""

    def __init__(
        self,
        reason: Reason,
        text: str,
        errors: Mapping[str, Message] | None = None,
        **values: object,
    ) -> None:
        super().__init__(text, **values)
        self.reason = reason
        self.errors = errors or {}
