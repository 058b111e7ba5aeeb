// Draws the figures of a planners' page. The data stand in the page, the library comes from our
// own address; nothing else is asked of anybody. Runs before the library, which comes after it.
"use strict";

const FRENCH = {
  moduleType: "locale",
  name: "fr",
  dictionary: {},
  format: { decimal: ",", thousands: "\u202f", grouping: [3] },
};
const CONFIG = {
  locale: "fr",
  responsive: true,
  displayModeBar: false,
  displaylogo: false,
  scrollZoom: false,
  doubleClick: false,
  showTips: false,
  showLink: false,
  showSendToCloud: false,
  showEditInChartStudio: false,
};

const plots = [...document.querySelectorAll(".plot")].map((box) => {
  const data = document.getElementById(box.id.replace("figure-", "data-"));
  const figure = JSON.parse(data.textContent);
  // The place is kept before the library is there, so that nothing jumps.
  box.hidden = false;
  const { height, margin, meta } = figure.layout;
  // A map is as high as its width calls for; the other figures know their height.
  const width = box.clientWidth - margin.l - margin.r;
  figure.layout.height = meta?.ratio ? width * meta.ratio + margin.t + margin.b : height;
  for (const note of meta?.ratio ? figure.layout.annotations : []) {
    if (note.xref === "x") note.font.size *= Math.max(1, Math.min(1.25, width / 370));
  }
  box.style.height = `${figure.layout.height}px`;
  return { box, figure };
});

async function draw() {
  if (!window.Plotly) {
    return plots.forEach(({ box }) => {
      box.hidden = true;
    });
  }
  window.Plotly.register(FRENCH);
  for (const { box, figure } of plots) {
    await window.Plotly.newPlot(box, figure.data, figure.layout, CONFIG);
    // Between two figures the page answers to the reader.
    await new Promise((done) => setTimeout(done));
  }
}

document.addEventListener("DOMContentLoaded", draw);
document.querySelector("#need")?.addEventListener("change", (event) => event.target.form.submit());
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
