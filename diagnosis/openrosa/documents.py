"""The XML that OpenRosa speaks: lists, receipts, and what a device sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from diagnosis.answers import unreadable

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"


@dataclass(frozen=True)
class Sent:
    """A submission as a device sent it.

    ``id`` is its ``instanceID``; ``former`` the one of what it corrects, empty for a new one.
    """

    form: str
    version: str
    id: str
    former: str
    answers: dict[str, str]


@dataclass(frozen=True)
class File:
    """A file that comes with a form."""

    name: str
    content: bytes
    address: str


def read_submission(content: bytes) -> Sent:
    """Read the XML of a submission.

    Raises
    ------
    RefusedError
        It is no XML, or one with a document type: entities would grow without end.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        raise unreadable() from None
    said = {_name(part): (part.text or "").strip() for part in root if not len(part)}
    meta = {_name(part): (part.text or "").strip() for group in root for part in group}
    return Sent(
        root.get("id", ""),
        root.get("version", ""),
        _uuid(meta.get("instanceID", "")),
        _uuid(meta.get("deprecatedID", "")),
        {name: text for name, text in said.items() if text},
    )


def form_list(id: str, name: str, version: str, form: bytes, address: str, manifest: str) -> bytes:
    """The list of the one form of a campaign."""
    root = ElementTree.Element("xforms", xmlns=LIST)
    entry = ElementTree.SubElement(root, "xform")
    _texts(
        entry,
        formID=id,
        name=name,
        version=version,
        hash=_digest(form),
        downloadUrl=address,
        manifestUrl=manifest,
    )
    return _written(root)


def no_form() -> bytes:
    """The list of a campaign that asks nothing today."""
    return _written(ElementTree.Element("xforms", xmlns=LIST))


def manifest_of(files: Iterable[File]) -> bytes:
    """The list of the files that come with a form."""
    root = ElementTree.Element("manifest", xmlns=MANIFEST)
    for file in files:
        entry = ElementTree.SubElement(root, "mediaFile")
        _texts(entry, filename=file.name, hash=_digest(file.content), downloadUrl=file.address)
    return _written(root)


def receipt(message: str, nature: str = "") -> bytes:
    """What a device shows once it has sent."""
    root = ElementTree.Element("OpenRosaResponse", xmlns=RESPONSE)
    ElementTree.SubElement(root, "message", nature=nature).text = message
    return _written(root)


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def _written(root: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _digest(content: bytes) -> str:
    # The specification asks for MD5: it tells a changed file, and protects nothing.
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"


def _name(part: ElementTree.Element) -> str:
    return part.tag.rpartition("}")[2]


def _uuid(text: str) -> str:
    return text.removeprefix("uuid:").lower()
