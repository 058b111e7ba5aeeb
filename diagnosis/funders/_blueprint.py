from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("funders", "diagnosis.funders", url_prefix="/staff/dossier")
