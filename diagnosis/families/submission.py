"""From a request to a submission; what becomes of it is the same wherever it comes from."""

from __future__ import annotations

from flask import Request

from diagnosis.answers.refused import Reason
from diagnosis.answers.submission import Submission, read_json, unreadable
from diagnosis.storage import Storage


def read_submission(request: Request, store: Storage, campaign: str) -> Submission:
    """Read a form or a JSON submission.

    Raises
    ------
    RefusedError
        Another type of content, or as for `read_json`.
    """
    if request.mimetype == "application/json":
        return read_json(request.get_data(), store, campaign)
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        lists = {name: request.form.getlist(name) for name in request.form}
        single = {name: values[-1] for name, values in lists.items()}
        return Submission(single, lists, request.form)
    raise unreadable(Reason.UNSUPPORTED)
