/* On its day, a workshop of here shows its three faces on this tablet: the server says which and where. */

import { byId, home, me } from "./tablet.js";

/** Ask for today's workshops, and set a way to each above the languages; without network, none. */
export async function offerFaces() {
  const answer = me && await fetch(`${home}/workshops`, {
    method: "POST",
    body: JSON.stringify({ id: me.id, token: me.token }),
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
  }).catch(() => /** @type {undefined} */ (undefined));
  if (!answer || !answer.ok) return;
  const { workshops } = await answer.json();
  const list = byId("kiosk-faces");
  const [drawn] = list.children;
  list.replaceChildren(...workshops.map((/** @type {{address: string, title: string}} */ one) => {
    const tile = /** @type {any} */ (drawn.cloneNode(true));
    tile.querySelector("a").href = one.address;
    tile.querySelector("span").textContent = one.title;
    return tile;
  }));
  list.hidden = !workshops.length;
}
