/* The questionnaire, one question per screen. The form works without this script; the server checks
   everything again. What it is made of stands in `family/`: joined, minified and inlined in each page. */

import { keepLimits, touch } from "./family/cards.js";
import { holds } from "./family/expressions.js";
import { byId, family, form, plan, question, say, tellExcess } from "./family/page.js";
import { warn } from "./family/rare.js";
import { keepDraft, takeDraft } from "./family/draft.js";
import { back, forward, here, leadOn, render, skip, stopHere, sumUp } from "./family/screens.js";
import { forget, openSending, send } from "./family/sending.js";
import { hear } from "./family/sound.js";
import { summarise } from "./family/summary.js";
import { changeLanguage } from "./family/tongues.js";

// The test vectors of expressions run against this very function, in the browser.
window.holds = holds;

/** A shared device serves the next family: nothing of the former one may stay. */
function restart() {
  forget();
  location.replace(plan.next);
}
family.restart = restart;
addEventListener("pageshow", ({ persisted }) => persisted && plan.next && restart());

/** Keeps the page on this device, and says so where it cannot. */
async function settleIn() {
  if (!await outbox.ready()) warn("small", "");
  if (!navigator.serviceWorker) return;
  const keeper = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const light = Boolean(navigator.connection && navigator.connection.saveData);
  keeper.active.postMessage({ keep: plan.keep, light });
}

document.addEventListener("screen", ({ detail }) => {
  byId("trouble").textContent = "";
  if (detail === "summary") summarise();
  byId("send").textContent = detail === "pause" ? say.now : say.send;
  if (detail === "summary" || detail === "pause") openSending();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", (/** @type {any} */ { target }) => {
  const current = question(target.name);
  if (current) keepLimits(current, target);
});
byId("start").onclick = forward;
byId("next").onclick = forward;
byId("more").onclick = forward;
if (plan.pause) {
  byId("early").onclick = stopHere;
  byId("again").onclick = () => {
    byId("detail").open = true;
    sumUp();
  };
}
byId("skip").onclick = skip;
byId("back").onclick = back;
byId("send").onclick = send;
byId("end").onclick = restart;
form.addEventListener("click", touch);
form.addEventListener("input", ({ target }) => tellExcess(target));
form.addEventListener("click", leadOn);
document.addEventListener("click", changeLanguage);
// Of a field to write in, browsers bring the first line alone above the buttons.
form.addEventListener("focusin", (/** @type {any} */ { target }) => {
  if (question(target.name)) target.scrollIntoView({ block: "nearest" });
});
document.addEventListener("outbox", ({ detail }) => {
  if (!detail.waiting && !byId("kept").hidden) {
    byId("arrived").hidden = false;
    // The former title goes, and the strip with its button: whoever had the focus there keeps a place.
    if (document.activeElement.matches("#kept, #now")) {
      byId("arrived").focus({ preventScroll: true });
    }
    byId("kept").hidden = true;
  }
  byId("aside").hidden = true;
  if (!detail.aside) return;
  outbox.entries().then((all) =>
    warn("aside", all.map((entry) => entry.cause || entry.status || "").join(" "))
  );
});
addEventListener("online", () => {
  if (byId("trouble").textContent) send();
});
// One guard entry lets the phone's own back button go one question back, never out by accident.
addEventListener("popstate", () => {
  if (here() === "welcome" || here() === "thanks") return;
  history.pushState("guard", "");
  back();
});
byId("start").addEventListener("click", () => history.pushState("guard", ""));
form.reset();
takeDraft();
keepDraft();
render();
// The first question comes first: everything else waits until the page is quiet.
addEventListener("load", () =>
  setTimeout(() => {
    hear();
    settleIn().catch(() => 0);
  }));
