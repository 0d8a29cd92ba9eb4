import { expect } from "chai";
import { shellWords } from "../../../lib/images/application/shell-words";
import { detected, nodeFolder } from "../../support/applications";

const tsconfig = '{ "compilerOptions": { /* "outDir": "no", */ "outDir": "./build/", "rootDir": "src" } }';

/** What the image starts, and what it sets. */
function started(manifest: object, files: Record<string, string>): string {
  const { application, faults } = detected(nodeFolder(manifest, files));
  expect(faults).to.deep.equal([]);
  if (application?.result.kind !== "service") return "no service";
  const { command, environment } = application.result.start;
  return [...Object.entries(environment).map((pair) => pair.join("=")), ...command].join(" ");
}

describe("the start command", () => {
  for (const [title, script, command] of [
    ["is node with its file", "node server.js", "node server.js"],
    ["names the file as node finds it", "node ./lib", "node lib/index.js"],
    ["names the file without its ending", "node server", "node server.js"],
    ["keeps flags and arguments", "node -r ./trace.js server.js --fast", "node -r ./trace.js server.js --fast"],
    [
      "sets what the script sets, but for what the component sets",
      "NODE_ENV=production PORT=80 MODE=a node .",
      "MODE=a node server.js",
    ],
    ["reads cross-env", 'cross-env MODE="a b" node server.js', "MODE=a b node server.js"],
    ["leaves the heap to the component", "node --max-old-space-size=4096 server.js", "node server.js"],
    ["goes through npm where a shell is needed", "node a.js; node server.js", "npm start"],
    ["starts a dependency's own program", "fastify start app.js", "node_modules/.bin/fastify start app.js"],
    [
      "starts a program of a package of another name",
      "react-router-serve ./build/index.js",
      "node_modules/.bin/react-router-serve ./build/index.js",
    ],
    ["starts without nodemon", "nodemon server.js", "node server.js"],
  ] as const) {
    it(`${title}: ${script}`, () => {
      const manifest = {
        main: "server.js",
        scripts: { start: script },
        dependencies: { fastify: "5", "@react-router/serve": "7" },
      };
      expect(started(manifest, { "server.js": "", "lib/index.js": "" })).to.equal(command);
    });
  }

  for (const script of ["npm run serve", "pnpm serve", "yarn run serve", "bun run --silent serve", "npm start"]) {
    it(`is what the script that is called starts: ${script}`, () => {
      const scripts = { "start:prod": script, start: "node server.js", serve: "node server.js" };
      expect(started({ scripts }, { "server.js": "" })).to.equal("node server.js");
    });
  }

  for (const [title, manifest, files, command] of [
    ["main", { main: "./src/app" }, { "src/app.js": "" }, "node src/app.js"],
    ["a file of a usual name", {}, { "app.js": "", "server.js": "" }, "node server.js"],
    [
      "what the build makes of TypeScript",
      { scripts: { start: "ts-node src/api/main.ts", build: "tsc" }, devDependencies: { "ts-node": "10" } },
      { "tsconfig.json": tsconfig, "src/api/main.ts": "" },
      "node build/api/main.js",
    ],
    [
      "the script for production before another",
      {
        scripts: { start: "nest start", "start:prod": "node dist/main", build: "nest build" },
        devDependencies: { nest: "1" },
      },
      {},
      "node dist/main.js",
    ],
    ["a program of Express' generator", { scripts: { start: "node ./bin/www" } }, { "bin/www": "" }, "node bin/www"],
    [
      "the folder that a build makes",
      { scripts: { start: "node build", build: "vite build" }, dependencies: { "@sveltejs/adapter-node": "5" } },
      {},
      "node build/index.js",
    ],
    ["what a build makes", { scripts: { start: "node out/main", build: "esbuild" } }, {}, "node out/main.js"],
  ] as const) {
    it(`is found by ${title}`, () => {
      expect(started(manifest, files)).to.equal(command);
    });
  }
});

describe("the words of a script", () => {
  for (const [script, words] of [
    ["node  server.js ", ["node", "server.js"]],
    [`node -e 'a "b" $c'`, ["node", "-e", `a "b" $c`]],
    [`A="" node "my file.js"`, ["A=", "node", "my file.js"]],
    ["node server.js || true", undefined],
    ["node $FILE", undefined],
    ['node "$FILE"', undefined],
    ["node *.js", undefined],
    ["node 'open", undefined],
  ] as const) {
    it(`of ${script} are ${words === undefined ? "a shell's" : words.join(", ")}`, () => {
      expect(shellWords(script)).to.deep.equal(words);
    });
  }
});
