from __future__ import annotations

from flask import Blueprint

from diagnosis.answers import Reason

blueprint = Blueprint("families", "diagnosis.families")
STATUSES = {
    Reason.UNREADABLE: 400,
    Reason.ELSEWHERE: 403,
    Reason.UNKNOWN: 403,
    Reason.USED: 409,
    Reason.UNSUPPORTED: 415,
    Reason.INVALID: 422,
}
