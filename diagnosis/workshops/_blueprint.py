from __future__ import annotations

from flask import Blueprint

from diagnosis.answers.refused import Reason
from diagnosis.languages.french import long_day, spaced

STATUSES = {Reason.UNREADABLE: 400, Reason.OVER: 410, Reason.INVALID: 422}
blueprint = Blueprint("workshops", "diagnosis.workshops")
blueprint.add_app_template_filter(long_day, "day")
blueprint.add_app_template_filter(spaced, "spaced")
