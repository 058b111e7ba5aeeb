"use strict";
/* The page of a vote: the limit is shown and kept; a vote without network waits here, sealed, as answers do. */
(() => {
  /** @param {string} id @returns {any} */
  const byId = (id) => document.getElementById(id);
  const form = byId("ballot");
  const plan = JSON.parse(byId("plan").textContent);
  const boxes = [...form.querySelectorAll("[name=themes]")];
  const chosen = () => boxes.filter((box) => box.checked);
  // An old phone does not say which button sent a form.
  let plain = false;
  let sending = false;

  function count() {
    byId("chosen").textContent = `${chosen().length} / ${plan.most}`;
  }

  /** @param {string} text */
  function say(text) {
    byId("error").textContent = text;
  }

  form.addEventListener("change", (/** @type {any} */ { target }) => {
    say("");
    if (chosen().length > plan.most) {
      target.checked = false;
      say(plan.limit);
    }
    count();
  });
  form.addEventListener("click", (/** @type {any} */ { target }) => {
    plain = target.name === "to";
  });
  form.addEventListener("submit", (/** @type {any} */ event) => {
    if (plain) return;
    event.preventDefault();
    if (!chosen().length) return say(plan.none);
    if (!sending) send();
  });

  async function send() {
    sending = true;
    const { ballot, language } = form.elements;
    const themes = chosen().map((box) => box.value);
    const vote = { id: plan.id, ballot: ballot.value, language: language.value, themes };
    const to = form.getAttribute("action");
    const entry = await outbox.seal(plan.campaign, plan.seal, vote, to).catch(
      () => /** @type {undefined} */ (undefined),
    );
    const kept = entry && await outbox.put(entry).then(() => true, () => false);
    sending = false;
    // Where nothing can be kept, the form leaves as it does without this script.
    if (!kept) return form.submit();
    return settle((await outbox.flush(true))[plan.id] || { result: "later" });
  }

  /** @param {{result: string, content?: any}} said */
  function settle({ result, content }) {
    if (result === "refused") {
      outbox.drop(plan.id);
      return say(content.message || "");
    }
    if (result !== "later") return thank("arrived");
    // The server itself says « later » in words when the vote is paused; without network nobody does.
    return thank(content.message ? "held" : "kept");
  }

  /** @param {"arrived" | "held" | "kept"} how while the vote waits on this phone, why */
  function thank(how) {
    const choices = chosen().map((box) => {
      const item = document.createElement("li");
      const picture = box.parentElement.querySelector("img");
      const word = document.createElement("p");
      word.textContent = box.parentElement.textContent.trim();
      item.append(...picture ? [picture.cloneNode()] : [], word);
      return item;
    });
    byId("choices").replaceChildren(...choices);
    show(how);
    byId(how).focus();
    scrollTo(0, 0);
  }

  /** @param {"arrived" | "held" | "kept" | ""} how nothing: the cards */
  function show(how) {
    form.hidden = Boolean(how);
    byId("voted").hidden = !how;
    for (const one of ["arrived", "held", "kept"]) byId(one).hidden = one !== how;
  }

  byId("change").addEventListener("click", () => {
    show("");
    byId("send").focus();
  });
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
