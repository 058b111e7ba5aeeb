// Keeps the drawing library within our policy. Runs before it, alone or inside the printed report.
"use strict";

// Without this, the library would look for map outlines on the network.
window.PlotlyGeoAssets = window.PlotlyGeoAssets || { topojson: {} };

// The policy forbids style attributes written as text; the same style set as properties is allowed.
const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};
