import js from "@eslint/js";

// What a window offers under a name that a module could mean: tsc would not miss ours.
const WINDOWS = ["close", "event", "find", "name", "open", "scrollTo", "status", "stop"];
// Text is data: it is only ever set as text.
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment", "write", "setHTMLUnsafe"];

const rules = {
  "array-callback-return": "error",
  "default-param-last": "error",
  eqeqeq: "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-restricted-globals": ["error", ...WINDOWS],
  "no-restricted-properties": ["error", ...MARKUP.map((property) => ({ property }))],
  "no-shadow": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

export default [
  { ignores: ["geo/drawing/web/made/"] },
  js.configs.recommended,
  { languageOptions: { ecmaVersion: 2022 }, rules },
  {
    files: ["**/geo/**/*.js"],
    // The page's modules share one scope: what one names for the others looks undefined, unassigned or unused. tsc
    // finds what is undefined, modules.test.js what is unused.
    languageOptions: { sourceType: "script" },
    rules: {
      "no-unassigned-vars": "off",
      "no-undef": "off",
      "no-unused-vars": ["error", { vars: "local", argsIgnorePattern: "^_" }],
    },
  },
  // The state that other modules set.
  { files: ["**/geo/drawing/web/state.js"], rules: { "prefer-const": "off" } },
];
