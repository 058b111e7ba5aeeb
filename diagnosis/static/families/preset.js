/* Chooses or writes what a question proposes, on the screen where a family sees it first: nothing is answered that
   she never saw. It comes only with a questionnaire that proposes something. */

const met = new Set();

document.addEventListener("screen", (/** @type {any} */ { detail: name }) => {
  const { plan, way } = family;
  const asked = plan.questions.find((item) => item.name === name);
  if (!asked || !asked.preset || met.has(name) || name in way.left) return;
  met.add(name);
  const { preset, typed } = asked;
  const fields = [.../** @type {any} */ (document.getElementsByName(name))];
  if (fields.some((field) => typed ? field.value : field.checked)) return;
  if (typed) fields[0].value = preset;
  else for (const field of fields) field.checked = preset.split(" ").includes(field.value);
});
