from __future__ import annotations

from flask import Blueprint

from diagnosis.answers import Reason

STATUSES = {Reason.UNREADABLE: 400, Reason.OVER: 410, Reason.INVALID: 422, Reason.WAIT: 503}
blueprint = Blueprint("sessions", "diagnosis.sessions")
