"""The eye that reads cards, in a browser: our own script, as it is served."""

from __future__ import annotations

from typing import Any

import numpy as np
from playwright.sync_api import Page, Route

from diagnosis.web import script

PLACE = "https://eye.invalid"
READ = """async ([width, height]) => {
  window.eye = window.eye || new Worker("/eye.js");
  const grey = new Uint8Array(await (await fetch(`/frame`)).arrayBuffer());
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < grey.length; at++) {
    pixels[4 * at] = pixels[4 * at + 1] = pixels[4 * at + 2] = grey[at];
    pixels[4 * at + 3] = 255;
  }
  return new Promise((done) => {
    eye.onmessage = ({ data }) => done(data);
    eye.postMessage({ width, height, pixels: pixels.buffer }, [pixels.buffer]);
  });
}"""


class Eye:
    """Shows frames to the script, and says what it saw."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.content = b""
        page.route(f"{PLACE}/**", self._answer)
        page.goto(f"{PLACE}/")

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(PLACE)
        if path == "/eye.js":
            route.fulfill(body=script("sessions/eye"), content_type="text/javascript")
        elif path == "/frame":
            route.fulfill(body=self.content)
        else:
            route.fulfill(body="<title>eye</title>", content_type="text/html")

    def look(self, frame: np.ndarray) -> dict[str, Any]:
        """What the script says of one frame."""
        self.content = frame.tobytes()
        high, wide = frame.shape
        return dict(self.page.evaluate(READ, [wide, high]))

    def read(self, frame: np.ndarray) -> list[tuple[int, int | None]]:
        """Numbers and sides that are seen in one frame."""
        return [(one["number"], one["side"]) for one in self.look(frame)["seen"]]
