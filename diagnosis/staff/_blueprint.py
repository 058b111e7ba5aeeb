from __future__ import annotations

from flask import Blueprint

from diagnosis.languages.french import long_day, spaced

blueprint = Blueprint("staff", "diagnosis.staff", url_prefix="/staff")
blueprint.add_app_template_filter(long_day, "day")
blueprint.add_app_template_filter(spaced, "spaced")
