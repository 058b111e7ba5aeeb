"use strict";
/* One question per screen. The form works without this script; the server checks everything again. */
(() => {
  const TYPES = {
    lit: (tree) => tree[1],
    ref: (tree, answers) => text(answers[tree[1]]),
    self: (tree, answers, own) => text(own),
    name: (tree, answers, own, name) => name || "",
    and: (tree, ...rest) => tree.slice(1).every((part) => truth(evaluate(part, ...rest))),
    or: (tree, ...rest) => tree.slice(1).some((part) => truth(evaluate(part, ...rest))),
  };
  const FUNCTIONS = {
    "=": equal,
    "!=": (left, right) => !equal(left, right),
    "<": (left, right) => number(left) < number(right),
    "<=": (left, right) => number(left) <= number(right),
    ">": (left, right) => number(left) > number(right),
    ">=": (left, right) => number(left) >= number(right),
    selected: (chosen, choice) => words(chosen).includes(text(choice)),
    "count-selected": (chosen) => words(chosen).length,
    not: (value) => !truth(value),
    true: () => true,
    false: () => false,
  };

  function evaluate(tree, answers, own, name) {
    const special = TYPES[tree[0]];
    if (special) return special(tree, answers, own, name);
    return FUNCTIONS[tree[0]](...tree.slice(1).map((part) => evaluate(part, answers, own, name)));
  }
  function holds(tree, answers, own, name) {
    return !tree || truth(evaluate(tree, answers, own, name));
  }
  function truth(value) {
    return typeof value === "number" ? Boolean(value) : value !== "" && value !== false;
  }
  function text(value) {
    if (value === undefined || value === null) return "";
    return Array.isArray(value) ? value.join(" ") : String(value);
  }
  function words(value) {
    return text(value).split(/\s+/).filter(Boolean);
  }
  function number(value) {
    if (typeof value !== "string") return Number(value);
    return /^\s*-?(\d+(\.\d*)?|\.\d+)\s*$/.test(value) ? Number(value) : NaN;
  }
  function equal(left, right) {
    if (typeof left === "boolean" || typeof right === "boolean") {
      return truth(left) === truth(right);
    }
    if (typeof left === "number" || typeof right === "number") {
      return number(left) === number(right);
    }
    return left === right;
  }
  // The test vectors of expressions run against this very function, in the browser.
  window.holds = holds;

  const form = document.getElementById("q");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const plan = JSON.parse(byId("plan").textContent);
  // What the page itself tells: the names in order, and what kind of field each has.
  [...form.querySelectorAll(".screen:not(.rich):not(#welcome)")].forEach((screen, place) => {
    const field = screen.querySelector("input, textarea") || {};
    const question = plan.questions[place];
    question.name = screen.id;
    question.typed = field.type === "text" || field.type === "textarea";
    question.several = field.type === "checkbox";
  });
  const say = plan.words;
  const shown = {};
  const order = {};
  let trail = ["welcome"];
  let id = "";
  let code = [];
  let ready;
  let sending = false;
  let retry = 0;
  /* What the scripts loaded later (voices, kiosk) share with this one. */
  const family = window.family = { plan, voices: {}, here: () => here(), restart };

  const inputs = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
  const ticked = (name) =>
    inputs(name).filter((input) => input.checked).map((input) => input.value);
  /* A rank is the order of ticking. */
  const ranked = (name) =>
    ticked(name).sort((a, b) => order[name].indexOf(a) - order[name].indexOf(b));
  function note(name, message) {
    let line = byId(`${name}-error`);
    if (!line && message) {
      line = make("p", { className: "error", id: `${name}-error` });
      line.setAttribute("role", "alert");
      const screen = byId(name);
      const hint = byId(`${name}-hint`);
      // Who hears the page hears it with the group of cards, or with the field to write in.
      (byId(`${name}-field`) || screen).setAttribute(
        "aria-describedby",
        (hint ? `${hint.id} ` : "") + line.id,
      );
      (hint || screen.querySelector("legend, h2")).after(line);
    }
    if (line) line.textContent = message;
  }

  function valueOf(question) {
    if (question.typed) return inputs(question.name)[0].value.trim();
    const values = question.type === "rank" ? ranked(question.name) : ticked(question.name);
    return question.several ? values : values[0] || "";
  }

  function offered(question, value, answers) {
    if (!question.filter) return value;
    const kept = [].concat(value).filter((name) => holds(question.filter, answers, "", name));
    return question.several ? kept : kept[0] || "";
  }

  /* The answers that count: those of questions that concern this family. */
  function collect() {
    const answers = {};
    const asked = [];
    for (const question of plan.questions) {
      if (!holds(question.relevant, answers)) continue;
      asked.push(question);
      const value = question.type === "note" ? "" : offered(question, valueOf(question), answers);
      if (value.length) answers[question.name] = value;
    }
    return { answers, asked };
  }

  function shuffle(items) {
    for (let last = items.length - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [items[last], items[other]] = [items[other], items[last]];
    }
    return items;
  }

  /* Cards that fit the needs chosen, most fitting first, plus a few at random to limit the bias. */
  function draw(question, answers) {
    const { by, cards, random, fits } = question.draw;
    const needs = words(answers[by]);
    const key = needs.join(" ");
    if (question.drawn === key) return;
    question.drawn = key;
    const places = given[by].map((name) => needs.includes(name));
    const fit = (name) =>
      fits[given[question.name].indexOf(name)].filter((place) => places[place]).length;
    const all = shuffle([...given[question.name]]);
    const fitting = all.filter(fit).sort((a, b) => fit(b) - fit(a)).slice(0, cards);
    const rest = all.filter((name) => !fitting.includes(name));
    const wanted = needs.length ? random : random + cards;
    arrange(question, shuffle(fitting.concat(rest.slice(0, wanted))));
  }

  function arrange(question, names) {
    const box = byId(question.name).querySelector(".cards");
    for (const input of inputs(question.name)) {
      input.parentElement.hidden = !names.includes(input.value);
      if (input.parentElement.hidden) input.checked = false;
    }
    for (const name of names) {
      box.append(inputs(question.name).find((input) => input.value === name).parentElement);
    }
    shown[question.name] = names;
  }

  function prepare(question, answers) {
    if (question.draw) draw(question, answers);
    else if (question.order === "random" && !shown[question.name]) {
      arrange(question, shuffle(inputs(question.name).map((input) => input.value)));
    }
    if (!question.filter) return;
    for (const input of inputs(question.name)) {
      const offered = holds(question.filter, answers, "", input.value);
      input.parentElement.hidden = !offered;
      if (!offered) input.checked = false;
    }
  }

  function keepLimits(question, changed) {
    note(question.name, "");
    order[question.name] = (order[question.name] || []).filter((name) => name !== changed.value);
    if (changed.checked) order[question.name].push(changed.value);
    placeCards(question);
    for (const cell of byId(question.name).querySelectorAll("[data-of]")) {
      cell.classList.toggle("on", ticked(question.name).includes(cell.dataset.of));
    }
    if (!question.several || !changed.checked) return;
    const exclusive = question.exclusive || [];
    const alone = exclusive.includes(changed.value);
    for (const input of inputs(question.name)) {
      if (input !== changed && (alone || exclusive.includes(input.value))) input.checked = false;
    }
    if (question.max && ticked(question.name).length > question.max) {
      changed.checked = false;
      placeCards(question);
      note(question.name, say.limit.replace("%(limit)s", question.max));
    }
  }

  /* Cards of a rank say their place. */
  function placeCards(question) {
    if (question.type !== "rank") return;
    for (const input of inputs(question.name)) {
      const place = ranked(question.name).indexOf(input.value);
      if (place < 0) delete input.parentElement.dataset.place;
      else input.parentElement.dataset.place = place + 1;
    }
  }

  // The order of the page, before any card is shuffled.
  const given = {};
  for (const { name } of plan.questions) given[name] = inputs(name).map((input) => input.value);

  const here = () => trail[trail.length - 1];
  const question = (name) => plan.questions.find((item) => item.name === name);

  function render() {
    const name = here();
    const { answers, asked } = collect();
    if (question(name)) prepare(question(name), answers);
    for (const screen of form.querySelectorAll(".screen")) {
      screen.classList.toggle("here", screen.id === name);
    }
    const position = asked.findIndex((item) => item.name === name);
    const only = {
      start: name === "welcome",
      skip: position >= 0,
      next: position >= 0,
      send: name === "summary",
      end: name === "thanks" && plan.kiosk,
    };
    for (const button in only) byId(button).hidden = !only[button];
    byId("foot").hidden = !Object.values(only).some(Boolean);
    byId("back").hidden = name === "welcome" || name === "thanks";
    byId("progress").hidden = position < 0;
    const left = asked.length - position;
    byId("left").textContent = left <= 5 ? say.left[left - 1] : "";
    byId("steps").replaceChildren(
      ...asked.map((_, index) => make("i", { className: index <= position ? "done" : "" })),
    );
    if (name === "summary") {
      summarise(answers, asked);
      const mine = ready = makeReady(answers, asked);
      letSend(false);
      mine.then(() => {
        if (mine === ready) letSend(!sending);
      });
    }
    form.classList.toggle("at-welcome", name === "welcome");
    scrollTo(0, 0);
    if (trail.length > 1) byId(name).querySelector("[tabindex]").focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("screen", { detail: name }));
  }

  function summarise(answers, asked) {
    byId("answers").replaceChildren(
      ...asked.filter((item) => item.type !== "note").flatMap((item) => {
        const term = make("dt", { textContent: byId(item.name).querySelector("h2").textContent });
        const value = make("dd");
        const change = make("button", {
          type: "button",
          textContent: say.change,
          onclick: () => {
            trail.push(item.name);
            render();
          },
        });
        change.setAttribute("aria-label", `${say.change} : ${term.textContent}`);
        value.append(make("span", { textContent: describe(item, answers[item.name]) }), change);
        return [term, value];
      }),
    );
  }

  function describe(item, value) {
    if (value === undefined) return family.voices[item.name] ? say.voice : say.skipped;
    if (item.typed) return value;
    return [].concat(value).map((name) =>
      inputs(item.name).find((input) => input.value === name)
        .parentElement.textContent.trim()
    ).join(" · ");
  }

  function forward() {
    const current = question(here());
    const { answers, asked } = collect();
    if (current && current.type !== "note") {
      const value = answers[current.name];
      if (current.required && value === undefined) return note(current.name, say.required);
      if (value !== undefined && !holds(current.constraint, answers, value)) {
        return note(current.name, current.message || say.unfit);
      }
    }
    const next = asked[asked.findIndex((item) => item.name === here()) + 1];
    trail.push(next && !trail.includes("summary") ? next.name : "summary");
    return render();
  }

  function skip() {
    const current = question(here());
    for (const input of inputs(current.name)) {
      if (input.type === "checkbox" || input.type === "radio") input.checked = false;
      else input.value = "";
    }
    forward();
  }

  function back() {
    if (trail.length > 1) trail.pop();
    render();
  }

  /* RFC 9562, version 4; old phones have no randomUUID. */
  function uuid() {
    const random = () => crypto.getRandomValues(new Uint8Array(1))[0];
    return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(
      /[xy]/g,
      (letter) => (letter === "x" ? random() & 15 : random() & 3 | 8).toString(16),
    );
  }

  /* The code that erases these answers is known to this phone alone; its slow hash goes with them. */
  async function receipt(answers) {
    const discreet = plan.discreet.some((name) =>
      Object.values(answers).some((value) => words(value).includes(name))
    );
    code = plan.receipt && crypto.subtle && !discreet
      ? Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte & 127)
      : [];
    if (!code.length) return "";
    const text = new TextEncoder();
    const secret = await crypto.subtle.importKey(
      "raw",
      text.encode(code.join("-")),
      "PBKDF2",
      false,
      ["deriveBits"],
    );
    const salt = text.encode(`diagnosis receipt ${plan.campaign}`);
    const bits = await crypto.subtle.deriveBits(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: 200000 },
      secret,
      256,
    );
    return Array.from(new Uint8Array(bits), (byte) => (byte + 256).toString(16).slice(1)).join("");
  }

  async function respond(answers, asked) {
    const field = (name) => form.elements[name].value;
    const voices = {};
    for (const { name } of asked) {
      if (family.voices[name]) voices[name] = await family.read(family.voices[name]);
    }
    id = id || uuid();
    return {
      id,
      version: field("version"),
      language: field("language"),
      channel: field("channel"),
      assisted: field("assisted") === "1",
      answers,
      shown,
      voices,
      receipt: await receipt(answers),
    };
  }

  /* Tab passes over a `disabled` button without a word, and one that is disabled while it has the focus loses it. */
  const letSend = (is) => byId("send").setAttribute("aria-disabled", !is);

  /* Sealed before « Envoyer » opens: pressed from then on, not even closing the page at once loses it. A press
     that comes sooner waits for it. */
  async function makeReady(answers, asked) {
    const response = await respond(answers, asked);
    return {
      answers,
      response,
      entry: await outbox.seal(plan.campaign, plan.seal, response).catch(() => 0),
    };
  }

  async function send() {
    clearTimeout(retry);
    if (sending) return;
    sending = true;
    letSend(false);
    byId("trouble").textContent = say.sending;
    const { answers, response, entry } = await ready;
    const kept = entry && await outbox.put(entry).then(() => true, () => false);
    // Where nothing can be kept, the answers stay on the screen until they have left.
    const said = kept ? (await outbox.flush(true))[id] : await outbox.post(plan.campaign, response);
    sending = false;
    letSend(true);
    settle(said || { result: "later" }, answers, kept);
  }

  async function settle({ result, content }, answers, kept) {
    if (result === "refused" && content.errors) {
      await outbox.drop(id).catch(() => 0);
      return mend(content.errors);
    }
    if (result === "sent" || result === "known" || kept) return thank(answers, result);
    byId("trouble").textContent = content.message || say.offline;
    if (result === "later") retry = setTimeout(send, 15000);
    return undefined;
  }

  function mend(errors) {
    for (const name in errors) if (byId(name)) note(name, errors[name]);
    const first = plan.questions.find((item) => errors[item.name]);
    if (!first) {
      byId("trouble").textContent = Object.values(errors)[0];
      return;
    }
    trail.push(first.name);
    render();
  }

  function thank(answers, result) {
    const arrived = result === "sent" || result === "known";
    byId("arrived").hidden = !arrived;
    byId("kept").hidden = arrived;
    rare().then((said) => {
      offerServices(said, words(answers[plan.need]));
      if (code.length) offerCode(said);
    });
    forget();
    trail = ["thanks"];
    render();
    byId("thanks").querySelector(`#${arrived ? "arrived" : "kept"}`).focus();
  }

  /* What fits the needs named, and what is shown to everyone so that it tells nothing of anyone. */
  function offerServices({ services = [] }, needs) {
    const [model, ...former] = byId("near").querySelectorAll("li");
    for (const item of former) item.remove();
    for (const { label, about, where, picture, domains } of services) {
      if (domains.length && !domains.some((domain) => needs.includes(domain))) continue;
      const item = model.cloneNode(true);
      item.hidden = byId("near").hidden = false;
      item.querySelector("svg").innerHTML = picture;
      item.querySelector("b").textContent = label;
      item.querySelector("div span").textContent = `${about} ${where}`;
      model.parentElement.append(item);
    }
  }

  function offerCode({ words, keep, explain, withdraw }) {
    const box = byId("code");
    box.hidden = !words;
    box.querySelector("a").href = `/q/${plan.campaign}/withdraw?lang=${plan.language}`;
    if (words) {
      [keep, code.map((place) => words[place]).join(" "), explain, withdraw].forEach(
        (text, place) => {
          box.children[place].textContent = text;
        },
      );
    }
  }

  const rare = () => fetch(plan.rare).then((answer) => answer.json()).catch(() => ({}));

  async function warn(id, more) {
    byId(id).textContent = `${(await rare())[id] || say.offline} ${more}`;
    byId(id).hidden = false;
  }

  function forget() {
    form.reset();
    family.voices = {};
    id = "";
    document.dispatchEvent(new CustomEvent("forget"));
  }

  /* A kiosk serves the next person: nothing of the former one may stay. */
  function restart() {
    forget();
    location.replace(plan.kiosk);
  }

  /* The map ticks the list beside it, which is what counts and what is read aloud. */
  function touch(event) {
    const cell = event.target.closest("[data-of]");
    if (cell) {
      inputs(cell.closest("fieldset").id).find((input) => input.value === cell.dataset.of).click();
    }
  }

  function later([src, href]) {
    document.head.append(make("link", { rel: "stylesheet", href }), make("script", { src }));
  }

  /* Voices are loaded only where they can serve: recorded or spoken by the device at once, to record one's own
     once questions begin. */
  function hear() {
    const speech = window.speechSynthesis;
    const tag = plan.language.slice(0, 2);
    const load = (can) => {
      if (can && !family.heard) {
        family.heard = true;
        later(plan.sound);
      }
    };
    const told = () =>
      load(
        Object.keys(plan.voices).length || document.querySelector("[data-voice]") ||
          speech && !plan.oral &&
            speech.getVoices().some((voice) => voice.lang.slice(0, 2).toLowerCase() === tag),
      );
    const record = () =>
      load(
        window.MediaRecorder && navigator.mediaDevices && plan.questions.some((item) => item.voice),
      );
    told();
    if (speech) speech.addEventListener("voiceschanged", told);
    byId("start").addEventListener("click", record);
    if (here() !== "welcome") record();
  }

  async function settleIn() {
    if (!await outbox.ready()) warn("small", "");
    if (!navigator.serviceWorker) return;
    const keeper = await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    keeper.active.postMessage({
      keep: plan.keep,
      light: Boolean(navigator.connection && navigator.connection.saveData),
    });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const current = question(event.target.name);
    if (current) keepLimits(current, event.target);
  });
  byId("start").onclick = forward;
  byId("next").onclick = forward;
  byId("skip").onclick = skip;
  byId("back").onclick = back;
  byId("send").onclick = send;
  byId("end").onclick = restart;
  form.addEventListener("click", touch);
  // Of a field to write in, browsers bring the first line alone above the buttons.
  form.addEventListener("focusin", ({ target }) => {
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
    if (detail.aside) {
      outbox.entries().then((all) =>
        warn("aside", all.map((entry) => entry.cause || entry.status || "").join(" "))
      );
    }
  });
  addEventListener("online", () => {
    if (here() === "summary" && byId("trouble").textContent) send();
  });
  // One guard entry lets the phone's own back button go one question back, never out by accident.
  addEventListener("popstate", () => {
    if (here() === "welcome" || here() === "thanks") return;
    history.pushState(null, "");
    back();
  });
  byId("start").addEventListener("click", () => history.pushState(null, ""));
  form.reset();
  render();
  // The first question comes first: everything else waits until the page is quiet.
  addEventListener("load", () =>
    setTimeout(() => {
      hear();
      settleIn().catch(() => 0);
    }));
})();
