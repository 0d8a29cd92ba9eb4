/** Where the script lies in the context. */
export const bundleFile = "bundle.cjs";

/**
 * Makes the program and its modules one file, in the program's place. Each module goes on knowing where it lay: the application's
 * other files stay in the image, and are found beside it. Those of packages are gone, unless the package stays out.
 */
export const bundleScript = `const { build } = require("/bundler/node_modules/esbuild");
const { readFileSync } = require("node:fs");
const { dirname, extname, relative } = require("node:path");

const { file, target, esm, maps, external } = JSON.parse(process.argv[2]);
const root = process.cwd();
const up = JSON.stringify(relative(dirname(file), ".") || ".");
const place = (folder) =>
  "const __place = (at) => { const file = __path.join(" + folder + ", " + up + ", at); " +
  "return { file, folder: __path.dirname(file), url: __url(file).href }; };";
const banner = esm
  ? 'import { createRequire as __createRequire } from "node:module"; import __path from "node:path"; ' +
    'import { pathToFileURL as __url } from "node:url"; globalThis.require ??= __createRequire(import.meta.url); ' +
    place("import.meta.dirname")
  : 'const __path = require("node:path"); const { pathToFileURL: __url } = require("node:url"); ' + place("__dirname");

const loaders = { ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx", ".jsx": "jsx" };
const places = {
  name: "places",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\\.[cm]?[jt]sx?$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8").replace(/^#!.*/, "");
      if (!/import\\.meta|__dirname|__filename/.test(text)) return undefined;
      const at = relative(path.startsWith(root + "/") ? root : "/app", path);
      const strict = /^\\s*["']use strict["']/.test(text) ? '"use strict"; ' : "";
      const known = "const { file: __ownFile, folder: __ownFolder, url: __ownUrl } = __place(" + JSON.stringify(at) + "); ";
      return { contents: strict + known + text, loader: loaders[extname(path)] ?? "js" };
    }),
};

build({
  entryPoints: [file],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  platform: "node",
  target,
  format: esm ? "esm" : "cjs",
  banner: { js: banner },
  define: {
    "import.meta.url": "__ownUrl",
    "import.meta.filename": "__ownFile",
    "import.meta.dirname": "__ownFolder",
    __filename: "__ownFile",
    __dirname: "__ownFolder",
  },
  plugins: [places],
  // Classes and functions are found by their names in some frameworks.
  keepNames: true,
  legalComments: "none",
  // Node keeps the text in memory for as long as it runs, and prints the line an error came from.
  minifyWhitespace: true,
  lineLimit: 160,
  sourcemap: maps,
  external,
  nodePaths: ["/app/node_modules"],
  logLevel: "warning",
}).catch(() => process.exit(1));
`;
