"""To be written."""

from flask import Blueprint

blueprint = Blueprint("workshops", __name__)
