"""A device that sends what ODK Collect documents, and fills in the form that it was given."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HEADERS = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2024.3.4"}
XFORMS = "{http://www.w3.org/2002/xforms}"
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"


@dataclass
class Collect:
    """ODK Collect, set up with one address."""

    client: FlaskClient
    server: str
    language: str = "fr"
    sent: list[TestResponse] = field(default_factory=list)

    def get(self, address: str) -> TestResponse:
        path = urlsplit(address).path
        return self.client.get(path, headers={**HEADERS, "Accept-Language": self.language})

    def forms(self) -> list[dict[str, str]]:
        """The forms that the server lists."""
        answer = self.get(f"{self.server}/formList")
        assert answer.status_code == 200, answer.text
        root = ElementTree.fromstring(answer.data)
        assert root.tag == f"{LIST}xforms"
        return [{part.tag.removeprefix(LIST): part.text or "" for part in entry} for entry in root]

    def files(self, form: dict[str, str]) -> dict[str, bytes]:
        """The files that come with a form, each fetched."""
        root = ElementTree.fromstring(self.get(form["manifestUrl"]).data)
        entries = [{p.tag.removeprefix(MANIFEST): p.text or "" for p in e} for e in root]
        return {e["filename"]: self.get(e["downloadUrl"]).data for e in entries}

    def xform(self, form: dict[str, str]) -> ElementTree.Element:
        """The form itself."""
        return ElementTree.fromstring(self.get(form["downloadUrl"]).data)

    def fill(
        self, form: dict[str, str], answers: dict[str, str], id: str = "", corrects: str = ""
    ) -> str:
        """An answer, as the instance of the form with its values."""
        instance = self.xform(form).find(f".//{XFORMS}model/{XFORMS}instance")
        assert instance is not None
        root = instance[0]
        for part in root:
            name = part.tag.rpartition("}")[2]
            part.text = answers.get(name, part.text)
        (meta,) = [part for part in root if part.tag.endswith("}meta")]
        meta[0].text = f"uuid:{id or uuid.uuid4()}"
        if corrects:
            former = ElementTree.SubElement(meta, meta[0].tag.replace("instanceID", "deprecatedID"))
            former.text = f"uuid:{corrects}"
        return ElementTree.tostring(root, encoding="unicode")

    def send(self, content: str | bytes) -> TestResponse:
        """Ask, then send, as Collect does: its device's number in the address."""
        path = urlsplit(f"{self.server}/submission").path
        asked = self.client.head(path, query_string={"deviceID": DEVICE}, headers=HEADERS)
        assert asked.status_code in (204, 403), asked.status_code
        data = content.encode() if isinstance(content, str) else content
        answer = self.client.post(
            urlsplit(asked.headers.get("Location", path)).path,
            query_string={"deviceID": DEVICE},
            data=PART.replace(b"\n", b"\r\n") % data,
            content_type="multipart/form-data; boundary=-odk",
            headers={**HEADERS, "Accept-Language": self.language},
        )
        self.sent.append(answer)
        return answer


DEVICE = "collect:nQTyNDdzeH1Rw2Ql"
PART = b"""---odk
Content-Disposition: form-data; name="xml_submission_file"; filename="Essai_2026-11-30.xml"
Content-Type: text/xml

%s
---odk--
"""


def message(answer: TestResponse) -> str:
    """What the device shows of an answer."""
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{RESPONSE}OpenRosaResponse"
    return root[0].text or ""
