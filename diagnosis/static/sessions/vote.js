"use strict";
/* The page of a vote: dots, questions one by one, or a wish. What has no network waits here, sealed, as answers do. */
(() => {
  /** @param {string} id @returns {any} */
  const byId = (id) => document.getElementById(id);
  const form = byId("ballot");
  const plan = JSON.parse(byId("plan").textContent);
  const boxes = [...form.querySelectorAll("[name=themes]")];
  const screens = [...form.querySelectorAll("[data-question]")];
  const dots = () => boxes.filter((box) => box.checked);
  // An old phone does not say which button sent a form.
  let plain = false;
  let leaving = false;
  let waits = false;
  /** What was sent before: a vote goes after it, or an earlier one could arrive last. */
  let before = Promise.resolve();

  /** What is said: `null` when it is nothing. */
  function said() {
    const answers = Object.fromEntries(
      screens.flatMap((screen) => {
        const chosen = screen.querySelector(":checked");
        return chosen ? [[screen.dataset.question, chosen.value]] : [];
      }),
    );
    const text = byId("wish") ? byId("wish").value.trim() : "";
    const themes = dots().map((box) => box.value);
    const voice = form.voice || null;
    const empty = !themes.length && !Object.keys(answers).length && !text && !voice;
    return empty ? null : { themes, answers, text, voice };
  }

  function count() {
    if (boxes.length) byId("chosen").textContent = `${dots().length} / ${plan.most}`;
  }

  /** @param {string} text */
  function say(text) {
    byId("error").textContent = text;
  }

  form.addEventListener("change", (/** @type {any} */ { target }) => {
    say("");
    if (target.name === "themes" && dots().length > plan.most) {
      target.checked = false;
      say(plan.limit);
    }
    count();
  });
  form.addEventListener("click", (/** @type {any} */ { target }) => {
    plain = target.name === "to";
  });
  form.addEventListener("submit", async (/** @type {any} */ event) => {
    if (plain) return undefined;
    event.preventDefault();
    if (!said()) return say(plan.none);
    if (leaving) return undefined;
    leaving = true;
    const found = await send(true);
    leaving = false;
    return settle(found);
  });

  /** @param {boolean} last whether she has said all */
  function send(last) {
    const sent = before.then(() => deliver(last));
    const done = () => {};
    before = sent.then(done, done);
    return sent;
  }

  /** @param {boolean} last */
  async function deliver(last) {
    waits = false;
    const { ballot, language } = form.elements;
    const vote = { id: plan.id, ballot: ballot.value, language: language.value, ...said() };
    const to = form.getAttribute("action");
    const entry = await outbox.seal(plan.campaign, plan.seal, vote, to).catch(
      () => /** @type {undefined} */ (undefined),
    );
    const kept = entry && await outbox.put(entry).then(() => true, () => false);
    // Where nothing can be kept, the form leaves as it does without this script.
    if (!kept && last) form.submit();
    const found = kept ? (await outbox.flush(true))[plan.id] : undefined;
    if (kept) document.dispatchEvent(new CustomEvent("voted", { detail: ballot.value }));
    return found || { result: "later" };
  }

  /* Each answer leaves at once; those that come while another is on its way go together after it. */
  document.addEventListener("answered", async () => {
    if (waits) return undefined;
    waits = true;
    const { result, content } = /** @type {any} */ (await send(false));
    if (result !== "refused") return undefined;
    outbox.drop(plan.id);
    return say(content.message || "");
  });

  /** @param {{result: string, content?: any}} found */
  function settle({ result, content }) {
    if (result === "refused") {
      outbox.drop(plan.id);
      return say(content.message || "");
    }
    if (result !== "later") return thank("arrived");
    // The server itself says « later » in words when the vote is paused; without network nobody does.
    return thank(content && content.message ? "held" : "kept");
  }

  /** @param {"arrived" | "held" | "kept"} how while the vote waits on this phone, why */
  function thank(how) {
    const all = [...form.querySelectorAll(".card:has(:checked)")];
    const choices = all.map((card) => {
      const item = document.createElement("li");
      const picture = card.querySelector("img");
      const word = document.createElement("p");
      word.textContent = card.querySelector("span").textContent.trim();
      item.append(...picture ? [picture.cloneNode()] : [], word);
      return item;
    });
    // The faces of ten statements say nothing without the statements.
    byId("choices").replaceChildren(...screens.length ? [] : choices);
    show(how);
    byId(how).focus();
    scrollTo(0, 0);
  }

  /** @param {"arrived" | "held" | "kept" | ""} how nothing: the form */
  function show(how) {
    form.hidden = Boolean(how);
    byId("voted").hidden = !how;
    for (const one of ["arrived", "held", "kept"]) byId(one).hidden = one !== how;
  }

  byId("change").addEventListener("click", () => {
    show("");
    byId("send").focus();
  });
  /* One device for a whole room: the next person has a ballot of her own, drawn before. */
  if (byId("next-person")) {
    byId("next-person").addEventListener("click", () => {
      const next = plan.spare.shift();
      if (!next) return location.reload();
      [plan.id, form.elements.ballot.value] = next;
      form.reset();
      say("");
      count();
      show("");
      document.dispatchEvent(new Event("restarted"));
      return scrollTo(0, 0);
    });
  }
  // What waited has left, or came too late.
  document.addEventListener("outbox", async ({ detail }) => {
    if (detail.waiting || byId("voted").hidden || !byId("arrived").hidden) return;
    const late = (await outbox.entries()).find((entry) => entry.id === plan.id);
    if (!late) return show("arrived");
    show("");
    return say(late.cause);
  });
  count();
})();
