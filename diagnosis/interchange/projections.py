"""From the metres of official French files to degrees: Lambert-93, its nine zones, Web Mercator.

Formulas and constants of IGN, « Projection cartographique conique conforme de Lambert » (NTG 71),
on the ellipsoid GRS 80: RGF93 and WGS 84 differ by less than a metre.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

Point = tuple[float, float]
Inverse = Callable[[float, float], Point]
# GRS 80: half great axis in metres, eccentricity.
AXIS, ECCENTRICITY = 6_378_137.0, 0.0818191910428158
# Degrees: Lambert-93's meridian; each zone's parallels stand 0.75 on both sides of its own.
MERIDIAN = 3.0
ZONES = range(42, 51)
LAMBERT_93, WGS_84, MERCATOR = 2154, 4326, 3857
DEGREES = (WGS_84, 4171, 4258, 84, 0)
# Names of systems in the text of a .prj file or of a GeoJSON, and their EPSG codes.
NAMES = {
    r"lambert[_ -]?93|rgf93(?: v\d)?[_ /]+lambert": LAMBERT_93,
    r"web[_ ]mercator|pseudo[_ -]?mercator": MERCATOR,
    r"utm": -1,
}


def inverse_of(code: int) -> Inverse | None:
    """The way back to longitude and latitude from a system, by EPSG code; None where unknown.

    >>> back = inverse_of(2154)
    >>> tuple(round(value, 4) for value in back(652000.0, 6872000.0))
    (2.3447, 48.9462)
    """
    if code in DEGREES:
        return lambda x, y: (x, y)
    if code == LAMBERT_93 or code in (9793, 9794):
        return _lambert(46.5, 44.0, 49.0, 700_000.0, 6_600_000.0)
    if 3942 <= code <= 3950:
        zone = code - 3900
        north = (zone - 41) * 1_000_000.0 + 200_000.0
        return _lambert(zone, zone - 0.75, zone + 0.75, 1_700_000.0, north)
    return _mercator if code == MERCATOR else None


def code_in(text: str) -> int | None:
    """EPSG code that a text names; -1 for a system that is known not to be read, None for none.

    >>> code_in('PROJCS["RGF93_v1_Lambert-93",GEOGCS["GCS_RGF93"]]'), code_in("EPSG::3949")
    (2154, 3949)
    """
    low = text.casefold()
    named = re.findall(r'epsg(?:"\s*,\s*"?|:+)(\d+)', low)
    if named:
        return int(named[-1])
    if zone := re.search(r"(?:rgf93[ _/a-z0-9]*)?cc[_ -]?(4[2-9]|50)\b", low):
        return 3900 + int(zone[1])
    for pattern, code in NAMES.items():
        if re.search(pattern, low):
            return code
    if not low:
        return None
    # A projection that none of these names: « PROJCS » holds the « GEOGCS » that it stands on.
    degrees = "crs84" in low or ("geogc" in low and "projc" not in low)
    return WGS_84 if degrees else -1


def guessed(points: Sequence[Point]) -> int:
    """EPSG code of metres that nobody named, by where France lies in each system; 0 for degrees."""
    x, y = points[0]
    if abs(x) <= 180 and abs(y) <= 180:
        return 0
    if 0 <= x <= 1_300_000 and 6_000_000 <= y <= 7_200_000:
        return LAMBERT_93
    if 1_000_000 <= x <= 2_400_000 and 900_000 <= y <= 9_700_000:
        return 3900 + min(max(round((y - 200_000) / 1_000_000) + 41, ZONES[0]), ZONES[-1])
    return -1


def _isometric(latitude: float) -> float:
    turned = ECCENTRICITY * math.sin(latitude)
    curve = ((1 - turned) / (1 + turned)) ** (ECCENTRICITY / 2)
    return math.log(math.tan(math.pi / 4 + latitude / 2) * curve)


def _lambert(origin: float, south: float, north: float, east_0: float, north_0: float) -> Inverse:
    """A secant conformal conic: parallels and origin in degrees, false origin in metres."""
    low, high, middle = (math.radians(value) for value in (south, north, origin))

    def normal(latitude: float) -> float:
        return AXIS / math.sqrt(1 - (ECCENTRICITY * math.sin(latitude)) ** 2)

    ratio = normal(high) * math.cos(high) / (normal(low) * math.cos(low))
    power = math.log(ratio) / (_isometric(low) - _isometric(high))
    scale = normal(low) * math.cos(low) / power * math.exp(power * _isometric(low))
    pole = north_0 + scale * math.exp(-power * _isometric(middle))

    def back(x: float, y: float) -> Point:
        radius = math.hypot(x - east_0, pole - y)
        turn = math.atan2(x - east_0, pole - y)
        latitude = _latitude(-math.log(radius / scale) / power)
        return MERIDIAN + math.degrees(turn / power), math.degrees(latitude)

    return back


def _latitude(isometric: float) -> float:
    """Latitude of an isometric one: ten steps are far under a millimetre."""
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(10):
        turned = ECCENTRICITY * math.sin(latitude)
        curve = ((1 + turned) / (1 - turned)) ** (ECCENTRICITY / 2)
        latitude = 2 * math.atan(curve * math.exp(isometric)) - math.pi / 2
    return latitude


def _mercator(x: float, y: float) -> Point:
    latitude = 2 * math.atan(math.exp(y / AXIS)) - math.pi / 2
    return math.degrees(x / AXIS), math.degrees(latitude)
