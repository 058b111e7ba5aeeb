"""What our questionnaires say and XLSForm has no place for: columns that pyxform passes over."""

from __future__ import annotations

PREFIX = "diagnosis_"
# Columns of the survey, then of the choices, by the field that they hold.
ROLE, TYPE, DRAW = "diagnosis_role", "diagnosis_type", "diagnosis_draw"
WELCOME = "welcome"
TEXTS = {"use": "diagnosis_use"}
MARKS = {"ordered": "diagnosis_ordered", "voice": "diagnosis_voice"}
SUPPLEMENTARY = "diagnosis_supplementary"
CHOICE_MARKS = {"discreet": "diagnosis_discreet", "lacking": "diagnosis_lacking"}
DOMAINS = "diagnosis_domains"
# Settings.
PAUSE, REWORDINGS = "diagnosis_pause", "diagnosis_rewordings"
TRANSLATIONS = "diagnosis_translations"
YES = "yes"
