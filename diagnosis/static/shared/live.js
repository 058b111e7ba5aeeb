"use strict";
/* Parts of a team page that renew themselves: asks every five seconds, more rarely after an error. */
(() => {
  const PAUSE = 5000;
  const LONGEST = 60000;

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  for (const region of document.querySelectorAll("[data-live-from]")) {
    const trouble = region.querySelector("[data-live-trouble]");
    let pause = PAUSE;

    const tell = (text) => {
      if (!trouble) return;
      if (trouble.textContent !== text) trouble.textContent = text;
      trouble.hidden = !text;
    };
    const renew = (found) => {
      for (const part of region.querySelectorAll("[data-live]")) {
        const text = String(found[part.dataset.live]);
        // Only what has changed is written, so that it is read aloud once.
        if (part.textContent !== text) part.textContent = text;
      }
      for (const part of region.querySelectorAll("[data-live-tables]")) {
        part.innerHTML = found[part.dataset.liveTables];
      }
    };
    const ask = async () => {
      if (document.hidden) return wait();
      try {
        const answer = await fetch(region.dataset.liveFrom, {
          headers: { Accept: "application/json" },
        });
        if (answer.status === 401) return tell(region.dataset.ended);
        if (!answer.ok) throw new Error(String(answer.status));
        renew(await answer.json());
        pause = PAUSE;
        tell("");
      } catch {
        pause = Math.min(pause * 2, LONGEST);
        tell(region.dataset.offline);
      }
      return wait();
    };
    const wait = () => setTimeout(ask, pause * (0.9 + Math.random() * 0.2));
    wait();
  }
})();
