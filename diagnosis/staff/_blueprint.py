from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("staff", "diagnosis.staff", url_prefix="/staff")
