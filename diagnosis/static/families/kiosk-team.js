/* On the language screen: preparing the tablet, and what the team sees of it after its PIN. What it is made of
   stands in `kiosk-team/`, and comes joined and minified. */

import { compare, zero } from "./kiosk-team/counting.js";
import { offerFaces } from "./kiosk-team/faces.js";
import { askPin, leavePin, tryPin, type } from "./kiosk-team/pin.js";
import { prepare, settle } from "./kiosk-team/preparing.js";
import { exportAll, quit, send, show } from "./kiosk-team/sheet.js";
import { byId, home, me, panel } from "./kiosk-team/tablet.js";

byId("kiosk-prepare").onsubmit = async (/** @type {Event} */ event) => {
  event.preventDefault();
  await prepare(byId("kiosk-code").value);
  if (me) location.replace(home);
};
byId("kiosk-team").onclick = askPin;
byId("kiosk-pin").onsubmit = (/** @type {Event} */ event) => {
  event.preventDefault();
  tryPin();
};
for (const key of /** @type {any} */ (panel.querySelectorAll("[data-key]"))) {
  key.onclick = () => type(key.dataset.key);
}
for (const button of /** @type {any} */ (panel.querySelectorAll("[data-close]"))) {
  button.onclick = () => panel.close();
}
panel.addEventListener("close", () => {
  byId("kiosk-sheet").hidden = true;
  leavePin();
});
byId("kiosk-send").onclick = send;
byId("kiosk-export").onclick = exportAll;
byId("kiosk-paper").oninput = compare;
byId("kiosk-zero").onclick = zero;
byId("kiosk-full").onclick = () => window.kiosk.enlarge();
byId("kiosk-quit").onclick = quit;
document.addEventListener("outbox", () => show());
document.addEventListener("news", () => show());
// The link opened on a page that is already there.
addEventListener("hashchange", () => {
  if (location.hash) location.reload();
});
settle().then(offerFaces).catch(() => 0);
