"""Devices that collect with ODK Collect or KoboCollect: adding one, the code that sets it up."""

from __future__ import annotations

import base64
import json
import zlib

from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.answers import make_collector
from diagnosis.model import Campaign
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import CollectorForm
from diagnosis.web import campaign_or_404, instance, needs, public_address, qr_code, team_page


@blueprint.get("/campaigns/<name>/collectors")
@needs(Right.PREPARE_TABLETS)
def collectors(name: str) -> Response:
    """Explain how to collect with such an application, and list its devices."""
    return _page(campaign_or_404(name), CollectorForm())


@blueprint.post("/campaigns/<name>/collectors")
@needs(Right.PREPARE_TABLETS)
def add_collector(name: str) -> Response:
    """Add a device and show, this once, its address and the code that sets it up."""
    campaign = campaign_or_404(name)
    form = CollectorForm()
    if not form.validate():
        return _page(campaign, form, 422)
    device, code = make_collector(instance().store, campaign.name, form.name.data)
    address = f"{public_address()}/openrosa/{campaign.name}/{code}"
    drawn = qr_code(settings_code(address, campaign.title)).get_data()
    picture = base64.b64encode(drawn).decode()
    return team_page(
        "staff/collector.html",
        201,
        campaign=campaign,
        here="Recueillir",
        device=device,
        address=address,
        picture=f"data:image/svg+xml;base64,{picture}",
        secure=address.startswith(("https://", "http://127.0.0.1", "http://localhost")),
    )


def settings_code(address: str, title: str) -> str:
    """What ODK Collect scans to set itself up: its settings as JSON, packed.

    >>> packed = base64.b64decode(settings_code("https://a.fr/openrosa/b/c", "B"))
    >>> json.loads(zlib.decompress(packed))["general"]["server_url"]
    'https://a.fr/openrosa/b/c'
    """
    settings = {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            # Once it is sent, nothing of a family stays on the device.
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": title},
    }
    packed = zlib.compress(json.dumps(settings, ensure_ascii=False).encode())
    return base64.b64encode(packed).decode()


def _page(campaign: Campaign, form: CollectorForm, status: int = 200) -> Response:
    devices = [kiosk for kiosk in instance().store.kiosks(campaign.name) if not kiosk.pin]
    return team_page(
        "staff/collectors.html",
        status,
        campaign=campaign,
        here="Recueillir",
        form=form,
        devices=devices,
        channel="street" in campaign.channels,
    )
