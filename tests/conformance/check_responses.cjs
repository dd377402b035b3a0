// Loads a FHIR questionnaire and responses to it into NLM's lforms and prints, for each response,
// what lforms objects to: items that it holds to be wrong or missing, and answers that it does not
// take over as they are (an item that is unknown or not enabled, a code that is no option).
//
// Usage: node check_responses.cjs LFORMS_FOLDER < {"questionnaire": ..., "responses": [...]}
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const folder = process.argv[2];
const { JSDOM } = require(path.join(folder, "node_modules", "jsdom"));

const window = new JSDOM("<!doctype html>", {
  runScripts: "outside-only",
  pretendToBeVisual: true,
  url: "http://localhost/",
}).window;
const nothing = () => {};
Object.assign(window, {
  TextEncoder,
  TextDecoder,
  structuredClone,
  matchMedia: () => ({ matches: false, addListener: nothing, removeListener: nothing }),
  fetch: () => Promise.reject(new Error("no network")),
});
window.console.log = nothing;
const built = path.join(folder, "package", "dist", "lforms");
for (const name of [
  "webcomponent/assets/lib/zone.min.js",
  "webcomponent/runtime.js",
  "webcomponent/polyfills.js",
  "webcomponent/main.js",
  "fhir/R4/lformsFHIR.min.js",
]) {
  window.eval(fs.readFileSync(path.join(built, name), "utf8"));
}
const { LForms } = window;
const { targetEnabled } = LForms.Util._internalUtil;

function answersIn(items, found = {}) {
  for (const item of items ?? []) {
    if (item.answer?.length) {
      found[item.linkId] = item.answer
        .map((one) => Object.entries(one).find(([key]) => key.startsWith("value")))
        .map(([, value]) => JSON.stringify(value.code ?? value))
        .sort();
    }
    answersIn(item.item, found);
    for (const one of item.answer ?? []) answersIn(one.item, found);
  }
  return found;
}

function enabled(item) {
  for (let at = item; at?.linkId; at = at._parentItem) if (!targetEnabled(at)) return false;
  return true;
}

async function objections(questionnaire, response) {
  const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
  const filled = LForms.Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", response, form, "R4");
  const data = new LForms.LFormsData(filled);
  await data._expressionProcessor.runCalculations(false);
  data.checkValidity();
  const found = data.itemList
    .filter((item) => item._validationErrors?.length && enabled(item))
    .map((item) => [item.linkId, item._validationErrors.join("; ")]);
  const given = answersIn(response.item);
  const taken = answersIn(LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", data).item);
  for (const link of new Set([...Object.keys(given), ...Object.keys(taken)])) {
    if (String(given[link]) !== String(taken[link])) {
      found.push([link, `given ${given[link] ?? "nothing"}, taken over ${taken[link] ?? "nothing"}`]);
    }
  }
  return found;
}

(async () => {
  const { questionnaire, responses } = JSON.parse(fs.readFileSync(0, "utf8"));
  const all = [];
  for (const response of responses) {
    try {
      all.push(await objections(questionnaire, response));
    } catch (error) {
      all.push([["", `it can't be loaded: ${error.message}`]]);
    }
  }
  fs.writeFileSync(1, JSON.stringify(all));
  process.exit(0);
})();
