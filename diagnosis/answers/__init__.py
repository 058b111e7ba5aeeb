"""One door for every answer: what comes in is what a device sent, sealed, spoken or exported.

What goes out is a response that may be stored, or a `RefusedError` with its reason and what to do;
here are also the keys that seal, the codes that erase, the tablets, the signs of a flood, and how
long answers are kept. This room must never know HTTP, nor who answered: it writes no address and
no time.
"""

from diagnosis.answers.apart import Floods, Group, decide, floods_of, groups_of
from diagnosis.answers.corrections import is_correction, note_correction
from diagnosis.answers.floods import keep
from diagnosis.answers.kiosks import (
    DEMO_PIN,
    check_collector,
    make_collector,
    make_kiosk,
    note_contact,
    prepare,
    prepared_kiosk,
    read_sent,
    readable,
    unknown_kiosk,
)
from diagnosis.answers.outbox_file import Imported, import_entries, read_outbox
from diagnosis.answers.receipts import (
    LONGEST_CODE,
    Words,
    code_of,
    keyed_hash,
    language_of,
    read_code,
    read_words,
    slow_hash,
)
from diagnosis.answers.recent import Recent
from diagnosis.answers.refused import Reason, RefusedError
from diagnosis.answers.retention import (
    RESPONSES_MONTHS,
    TEXTS_MONTHS,
    ClockError,
    Due,
    add_months,
    due,
    note_day,
    purge,
)
from diagnosis.answers.sealing import PublicKey, current_key, forget_keys, open_sealed, rotate, seal
from diagnosis.answers.submission import (
    Submission,
    check_submission,
    may_be_withdrawn,
    read_json,
    rules_for,
    unreadable,
)
from diagnosis.answers.voices import read_sound

__all__ = [
    "ClockError",
    "DEMO_PIN",
    "Due",
    "Floods",
    "Group",
    "Imported",
    "LONGEST_CODE",
    "PublicKey",
    "RESPONSES_MONTHS",
    "Reason",
    "Recent",
    "RefusedError",
    "Submission",
    "TEXTS_MONTHS",
    "Words",
    "add_months",
    "check_collector",
    "check_submission",
    "code_of",
    "current_key",
    "decide",
    "due",
    "floods_of",
    "forget_keys",
    "groups_of",
    "import_entries",
    "is_correction",
    "keep",
    "keyed_hash",
    "language_of",
    "make_collector",
    "make_kiosk",
    "may_be_withdrawn",
    "note_contact",
    "note_correction",
    "note_day",
    "open_sealed",
    "prepare",
    "prepared_kiosk",
    "purge",
    "read_code",
    "read_json",
    "read_outbox",
    "read_sent",
    "read_sound",
    "read_words",
    "readable",
    "rotate",
    "rules_for",
    "seal",
    "slow_hash",
    "unknown_kiosk",
    "unreadable",
]
