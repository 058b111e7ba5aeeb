"use strict";
/* A participant's phone: asks about every two seconds whether the vote goes on, until it has ended. */
(() => {
  const PAUSE = 2000;
  const LONGEST = 30000;
  const live = document.getElementById("live");
  let pause = PAUSE;
  let tag = "";

  async function ask() {
    if (document.hidden) return wait();
    try {
      const headers = { Accept: "application/json", "If-None-Match": tag };
      const answer = await fetch(live.dataset.now, { headers });
      if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
      pause = PAUSE;
      if (answer.ok && !(await answer.json()).open) return end();
      tag = answer.headers.get("ETag") || tag;
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    return wait();
  }
  function end() {
    live.hidden = false;
    for (const open of document.querySelectorAll("form, [data-open]")) open.hidden = true;
  }
  // Jitter: five hundred phones must not ask at the same instant.
  function wait() {
    setTimeout(ask, pause * (0.8 + Math.random() * 0.4));
  }
  wait();
})();
