from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("openrosa", "diagnosis.openrosa", url_prefix="/openrosa/<name>/<code>")
