from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("lists", "diagnosis.lists", url_prefix="/staff/lists")
