import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import { defineConfig } from "eslint/config";
import ts from "typescript-eslint";

const typed = [
  "lib/**/*.ts",
  "test/**/*.ts",
  "bench/**/*.ts",
  "examples/*/*.ts",
  "examples/testing/**/*.ts",
  "docs/snippets/**/*.ts",
];
const tests = ["test/**/*.ts", "examples/testing/*/*.ts"];
const plain = [
  "**/*.mjs",
  "**/*.cjs",
  "examples/*/backend/**/*.js",
  "examples/*/frontend/*.js",
  "examples/*/frontend/src/**/*.js",
];

/** Node's own globals, as the Node that lints has them. */
const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"]));
const browserGlobals = {
  document: "readonly",
  window: "readonly",
  location: "readonly",
  localStorage: "readonly",
  EventSource: "readonly",
};

/** `== null` is the one comparison that says more than `===`: null and undefined together. */
const nullTogether = ["error", "always", { null: "ignore" }];

/** A key that is taken out of the rest is used by that. */
const unused = ["error", { ignoreRestSiblings: true }];

/** The layers of docs/architecture.md: what a folder may not import, and why. Types are no dependency at run time. */
const layer = (files, ...patterns) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: patterns.map(({ types = true, ...rule }) => ({ ...rule, allowTypeImports: types })) },
    ],
  },
});

const noPulumi = {
  group: ["@pulumi/*"],
  message: "Rules and numbers are plain functions: testable by the thousand, and usable without Pulumi.",
};
const noProvider = {
  group: ["@pulumi/docker", "@pulumi/docker/*"],
  message: "Only lib/engines knows the provider: its traps are handled there, once.",
};
const noOutside = {
  regex: "^(\\.\\./)+(examples|tools|test|bench|docs)/",
  types: false,
  message: "What users install stands on its own.",
};
const noUpwards = {
  regex: "/(components|engines)/",
  message: "The flow has one direction: arguments, validation, tuning, spec, engine.",
};
const noComponents = { regex: "/components/", message: "An engine renders specs, whoever made them." };

export default defineConfig(
  {
    ignores: [
      "dist/",
      ".plimsoll/",
      "examples/*/*.js",
      "examples/*/frontend/dist/",
      "test/images/corpus/",
      "**/node_modules/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: typed,
    extends: [js.configs.recommended, ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A number in a text is read by people as it is; what it would hide, objects and undefined, stays forbidden.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A callback that returns what its one expression gives is shorter, and nobody reads the value.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Arguments come from programs without types too; validation looks at what the types say can't be.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": unused,
      eqeqeq: nullTogether,
    },
  },
  {
    files: tests,
    rules: {
      // Assertions are calls; one that is a mere property passes for ever when it is misspelt.
      "@typescript-eslint/no-unused-expressions": "error",
      "@typescript-eslint/no-floating-promises": "error",
      // What comes back from JSON, from the engine and from scripts has no types; a wrong guess fails then and there.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
      // `undefined as never`: what the types forbid is just what a refusal is tested with.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // Where a table's rows give promises, a row that has nothing to wait for is async as well.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["examples/testing/node/**/*.ts"],
    rules: {
      // node's own runner waits for its tests by itself.
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["describe", "it"] }] },
      ],
    },
  },
  {
    files: plain,
    extends: [js.configs.recommended],
    languageOptions: { globals: nodeGlobals },
    rules: { eqeqeq: nullTogether, "no-unused-vars": unused },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { ...nodeGlobals, module: "writable", require: "readonly", __dirname: "readonly" },
    },
  },
  { files: ["test/**/*.mjs", "examples/*/backend/test/**/*.js"], languageOptions: { globals: mochaGlobals() } },
  { files: ["examples/*/frontend/src/**/*.js"], languageOptions: { globals: { ...nodeGlobals, ...browserGlobals } } },

  layer(["lib/units/**"], noPulumi, noOutside, {
    regex: "^\\.\\./",
    types: false,
    message: "Units know nothing of what is measured.",
  }),
  layer(["lib/tuning/**", "lib/images/**", "lib/nginx/**", "lib/plan/**"], noPulumi, noOutside, noUpwards),
  layer(["lib/report/**", "lib/facts/**"], noPulumi, noOutside, noUpwards),
  layer(["lib/audit/**"], noPulumi, noOutside, noUpwards),
  layer(["lib/container-rules/**", "lib/policy/**"], noPulumi, noOutside, noUpwards),
  layer(["lib/validation/**"], noPulumi, noOutside, noUpwards),
  layer(["lib/spec/**"], noProvider, noOutside, noUpwards),
  layer(["lib/cli/**", "lib/testing/**"], noProvider, noOutside),
  layer(["lib/components/**", "lib/index.ts"], noProvider, noOutside),
  layer(["lib/engines/**"], noOutside, noComponents),
  prettier,
);

function mochaGlobals() {
  const names = ["describe", "it", "before", "after", "beforeEach", "afterEach"];
  return Object.fromEntries(names.map((name) => [name, "readonly"]));
}
