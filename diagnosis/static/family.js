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
    if (typeof left === "boolean" || typeof right === "boolean") return truth(left) === truth(right);
    if (typeof left === "number" || typeof right === "number") return number(left) === number(right);
    return left === right;
  }
  // The test vectors of expressions run against this very function, in the browser.
  window.holds = holds;

  const form = document.getElementById("q");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const plan = JSON.parse(byId("plan").textContent);
  const say = plan.words;
  const shown = {};
  const order = {};
  let trail = ["welcome"];
  let id = "";
  let retry = 0;

  const inputs = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
  const ticked = (name) => inputs(name).filter((input) => input.checked).map((input) => input.value);
  /* A rank is the order of ticking. */
  const ranked = (name) => ticked(name).sort((a, b) => order[name].indexOf(a) - order[name].indexOf(b));
  const note = (name, message) => { byId(`${name}-error`).textContent = message; };

  function valueOf(question) {
    if (question.type === "text" || question.type === "integer") return inputs(question.name)[0].value.trim();
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
    const { by, cards, random, domains } = question.draw;
    const needs = words(answers[by]);
    const key = needs.join(" ");
    if (question.drawn === key) return;
    question.drawn = key;
    const fit = (name) => domains[name].filter((domain) => needs.includes(domain)).length;
    const all = shuffle(Object.keys(domains));
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
    for (const name of names) box.append(inputs(question.name).find((input) => input.value === name).parentElement);
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
    if (!question.several || !changed.checked) return;
    const alone = question.exclusive.includes(changed.value);
    for (const input of inputs(question.name)) {
      if (input !== changed && (alone || question.exclusive.includes(input.value))) input.checked = false;
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

  const here = () => trail[trail.length - 1];
  const question = (name) => plan.questions.find((item) => item.name === name);

  function render() {
    const name = here();
    const { answers, asked } = collect();
    if (question(name)) prepare(question(name), answers);
    for (const screen of form.querySelectorAll(".screen")) screen.classList.toggle("here", screen.id === name);
    const position = asked.findIndex((item) => item.name === name);
    const only = { start: name === "welcome", skip: position >= 0, next: position >= 0, send: name === "summary", end: name === "thanks" && plan.kiosk };
    for (const button in only) byId(button).hidden = !only[button];
    byId("foot").hidden = !Object.values(only).some(Boolean);
    byId("back").hidden = name === "welcome" || name === "thanks";
    byId("progress").hidden = position < 0;
    const left = asked.length - position;
    byId("left").textContent = left <= 5 ? say.left[left - 1] : "";
    byId("steps").replaceChildren(...asked.map((_, index) => {
      const step = document.createElement("i");
      step.className = index <= position ? "done" : "";
      return step;
    }));
    if (name === "summary") summarise(answers, asked);
    scrollTo(0, 0);
    if (trail.length > 1) byId(name).querySelector("[tabindex]").focus({ preventScroll: true });
  }

  function summarise(answers, asked) {
    byId("answers").replaceChildren(...asked.filter((item) => item.type !== "note").flatMap((item) => {
      const term = document.createElement("dt");
      term.textContent = byId(item.name).querySelector("h2").textContent;
      const value = document.createElement("dd");
      const words = document.createElement("span");
      words.textContent = describe(item, answers[item.name]);
      const change = document.createElement("button");
      change.type = "button";
      change.textContent = say.change;
      change.setAttribute("aria-label", `${say.change} : ${term.textContent}`);
      change.onclick = () => { trail.push(item.name); render(); };
      value.append(words, change);
      return [term, value];
    }));
  }

  function describe(item, value) {
    if (value === undefined) return say.skipped;
    if (item.type === "text" || item.type === "integer") return value;
    return [].concat(value).map((name) => inputs(item.name).find((input) => input.value === name)
      .parentElement.textContent.trim()).join(" · ");
  }

  function forward() {
    const current = question(here());
    const { answers, asked } = collect();
    if (current && current.type !== "note") {
      const value = answers[current.name];
      if (current.required && value === undefined) return note(current.name, say.required);
      if (value !== undefined && !holds(current.constraint, answers, value)) return note(current.name, current.message || say.unfit);
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

  async function send() {
    clearTimeout(retry);
    const { answers } = collect();
    const field = (name) => form.elements[name].value;
    id = id || (crypto.randomUUID ? crypto.randomUUID() : field("id"));
    const body = JSON.stringify({
      id, version: field("version"), language: field("language"), channel: field("channel"),
      assisted: field("assisted") === "1", answers, shown,
    });
    byId("send").disabled = true;
    byId("trouble").textContent = say.sending;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, credentials: "omit", redirect: "error",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
      });
      settle(answer.status, await answer.json(), answers);
    } catch {
      later();
    }
    byId("send").disabled = false;
  }

  function settle(status, content, answers) {
    if ([200, 201].includes(status) && content.id === id) return thank(answers);
    if (status === 422 && content.errors) return mend(content.errors);
    if (status >= 500 || status === 429) return later();
    byId("trouble").textContent = content.message;
    return undefined;
  }

  function mend(errors) {
    for (const name in errors) if (byId(`${name}-error`)) note(name, errors[name]);
    const first = plan.questions.find((item) => errors[item.name]);
    if (!first) { byId("trouble").textContent = Object.values(errors)[0]; return; }
    trail.push(first.name);
    render();
  }

  function later() {
    byId("trouble").textContent = say.offline;
    retry = setTimeout(send, 15000);
  }

  function thank(answers) {
    const needs = words(answers[plan.need]);
    for (const item of byId("thanks").querySelectorAll("[data-domains]")) {
      item.hidden = !item.dataset.domains.split(" ").some((domain) => needs.includes(domain));
    }
    form.reset();
    trail = ["thanks"];
    render();
    byId("thanks").querySelector("[tabindex]").focus();
    if (plan.kiosk) setTimeout(restart, 60000);
  }

  /* A kiosk serves the next person: nothing of the former one may stay. */
  function restart() {
    form.reset();
    location.replace(plan.kiosk);
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
  addEventListener("online", () => { if (here() === "summary" && byId("trouble").textContent) send(); });
  // One guard entry lets the phone's own back button go one question back, never out by accident.
  addEventListener("popstate", () => {
    if (here() === "welcome" || here() === "thanks") return;
    history.pushState(null, "");
    back();
  });
  byId("start").addEventListener("click", () => history.pushState(null, ""));
  if (plan.kiosk) {
    let idle = setTimeout(restart, 75000);
    for (const kind of ["pointerdown", "keydown"]) {
      addEventListener(kind, () => { clearTimeout(idle); idle = setTimeout(restart, 75000); });
    }
  }
  form.reset();
  render();
})();
