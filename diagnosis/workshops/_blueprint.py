from __future__ import annotations

from flask import Blueprint

from diagnosis.languages.french import long_day, spaced

blueprint = Blueprint("workshops", "diagnosis.workshops")
blueprint.add_app_template_filter(long_day, "day")
blueprint.add_app_template_filter(spaced, "spaced")
