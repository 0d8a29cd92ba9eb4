const { join } = require("node:path");

// `plimsoll` means lib/ here: the unit tests need no build, and never meet one that is stale.
process.env.TSX_TSCONFIG_PATH ??= join(__dirname, "test", "tsconfig.json");

// Which files run is said by the scripts of package.json: a pattern here would be added to theirs.
module.exports = {
  require: ["tsx"],
  // A registration that fails rejects on its own, beside the test that caused it.
  "node-option": ["unhandled-rejections=strict"],
  // The first import of the Pulumi SDK alone can take seconds.
  timeout: 20_000,
  "forbid-only": Boolean(process.env.CI),
};
