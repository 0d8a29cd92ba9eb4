import { expect } from "chai";
import { Copy } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  corpus,
  facts,
  generated,
  generatedFor,
  generatedOf,
  managersAndFrameworks,
  nodeFolder,
} from "../../support/applications";
import { hadolint } from "../../support/hadolint";
import { expectFile } from "../../support/snapshot";
import { ofTheImage, stagesOf } from "../../support/stages";

const snapshots = join(__dirname, "snapshots");

const compiled = nodeFolder(
  { main: "a.js", dependencies: { sqlite: "1" }, allowScripts: { sqlite: true }, packageManager: "npm@11.4.0" },
  {
    "a.js": "",
    "package-lock.json": JSON.stringify({
      packages: {
        "": { dependencies: { sqlite: "1" } },
        "node_modules/sqlite": { hasInstallScript: true, dependencies: { nan: "2" } },
      },
    }),
  },
);

const kindOf = (name: string): string => corpus[name] ?? managersAndFrameworks[name]?.kind ?? "service";

const all = {
  ...Object.fromEntries(Object.keys(corpus).map((name) => [name, () => generatedFor(name)])),
  ...Object.fromEntries(Object.keys(managersAndFrameworks).map((name) => [name, () => generatedOf(name)])),
  compiled: () => generated(facts(compiled)),
  smallest: () => generatedFor("typescript", { base: "minimal", bundle: [], compileCache: true }),
};

for (const [name, generate] of Object.entries(all)) {
  describe(`the Dockerfile for ${name}`, () => {
    const { dockerfile } = generate();
    const stages = stagesOf(dockerfile);
    const copies = stages.flatMap(({ instructions }) => instructions.filter((one) => one instanceof Copy));
    const last = ofTheImage(stages);

    it("is the one that was read at review", () => {
      mkdirSync(snapshots, { recursive: true });
      expectFile(join(snapshots, `${name}.Dockerfile`), dockerfile);
    });

    it("has nothing that dockerfile-utils finds fault with", () => {
      expect(validate(dockerfile).map(({ message }) => message)).to.deep.equal([]);
    });

    it("keeps hadolint's rules", () => {
      expect(hadolint(dockerfile)).to.deep.equal([]);
    });

    it("begins from images with a tag, from nothing, or from its own stages", () => {
      const own = ["scratch", ...stages.flatMap(({ from }) => from.getBuildStage() ?? [])];
      const bases = stages.map(({ from }) => from.getImage() ?? "").filter((image) => !own.includes(image));
      expect(bases.filter((image) => !/:\d+\.\d+\.\d+/.test(image))).to.deep.equal([]);
    });

    it("runs as a numeric user that is not root", () => {
      const users = last.filter((one) => one.getKeyword() === "USER").map((one) => one.getArgumentsContent());
      expect(users).to.have.length(1);
      expect(users[0]).to.match(/^[1-9]\d*:[1-9]\d*$/);
    });

    it("starts its program without a shell", () => {
      const commands = last.filter((one) => ["CMD", "ENTRYPOINT"].includes(one.getKeyword()));
      const words = commands.map((one) => JSON.parse(one.getArgumentsContent() ?? "") as string[]);
      expect(words.flat().filter((word) => typeof word !== "string")).to.deep.equal([]);
      expect(commands).to.have.length(kindOf(name) === "site" ? 0 : 1);
    });

    it("runs nothing in the image itself, and copies no stage's whole file system", () => {
      expect(last.map((one) => one.getKeyword())).not.to.include("RUN");
      for (const copy of last.filter((one) => one instanceof Copy))
        expect(copy.getArguments()[0]?.getValue()).not.to.equal("/");
    });

    it("adds four layers at most", () => {
      expect(last.filter((one) => ["COPY", "ADD", "RUN", "WORKDIR"].includes(one.getKeyword()))).to.have.length.below(
        5,
      );
    });

    it("has no word that the frontend of Engine 20.10 refuses", () => {
      expect(dockerfile).not.to.match(
        /<<|--link|COPY --parents|--exclude|--network|--security|--checksum|start-interval|# *syntax/,
      );
    });

    it("sends all that it copies, and copies all that is sent", () => {
      const { files, kept } = generate();
      const folders = copies.flatMap(
        (copy) => /^(manifest|source)\//.exec(copy.getArgumentsContent() ?? "")?.[1] ?? [],
      );
      const sent = [
        ...Object.keys(files).flatMap((file) => (file.includes("/") ? [file.split("/")[0]] : [])),
        ...(kept.length > 0 ? ["source"] : []),
      ];
      expect([...new Set(folders)].toSorted()).to.deep.equal([...new Set(sent)].toSorted());
    });
  });
}

describe("a generated build", () => {
  it("says what was found, and where", () => {
    expect(generatedFor("typescript").reasons).to.deep.equal([
      { what: "Node", value: "24", from: 'engines.node "^24.0.0" in package.json' },
      { what: "dependencies", value: "npm ci", from: "package-lock.json" },
      { what: "build", value: "npm run build", from: 'the script "build" in package.json' },
      { what: "start", value: "node dist/server.js", from: 'the script "start" in package.json' },
      { what: "base", value: "node:24.21.0-slim", from: "build.base" },
    ]);
  });

  it("leaves out what the build makes anew, and lock files, which lie beside", () => {
    const manifest = { scripts: { build: "tsc", start: "node dist/a" } };
    const { kept } = generated(facts(nodeFolder(manifest, { "dist/a.js": "", "src/a.ts": "", "lib/dist/b.js": "" })));
    expect(kept).to.deep.equal(["lib/dist/b.js", "package.json", "src/a.ts"]);
  });

  it("keeps folders of outputs that nothing makes anew", () => {
    const { kept } = generated(facts(nodeFolder({ main: "dist/a.js" }, { "dist/a.js": "" })));
    expect(kept).to.include("dist/a.js");
  });

  it("keeps sources beside which lie files that the program may read", () => {
    const manifest = { scripts: { build: "tsc", start: "node dist/a" } };
    const tsconfig = '{ "compilerOptions": { "outDir": "dist" } }';
    const sources = { "tsconfig.json": tsconfig, "src/a.ts": "" };
    const dropped = (files: object): boolean =>
      generated(facts(nodeFolder(manifest, { ...sources, ...files }))).dockerfile.includes("! -name src");
    expect([dropped({}), dropped({ "src/views/page.ejs": "" })]).to.deep.equal([true, false]);
  });

  it("keeps sources that are started as they stand", () => {
    const tsconfig = '{ "compilerOptions": { "outDir": "dist" } }';
    const dropped = (start: string): boolean => {
      const manifest = { scripts: { build: "tsc", start }, dependencies: { tsx: "4" } };
      const files = { "tsconfig.json": tsconfig, "src/a.ts": "" };
      return generated(facts(nodeFolder(manifest, files))).dockerfile.includes("! -name src");
    };
    expect(["node dist/a.js", "node src/a.ts", "tsx src/a.ts"].map(dropped)).to.deep.equal([true, false, false]);
  });

  it("keeps maps where the start command asks for them", () => {
    const manifest = (flag: string): object => ({ scripts: { build: "tsc", start: `node ${flag} dist/a` } });
    const maps = (flag: string): boolean => generated(facts(nodeFolder(manifest(flag)))).dockerfile.includes("*.map");
    expect([maps(""), maps("--enable-source-maps")]).to.deep.equal([true, false]);
  });

  it("adds what a build wrote into modules to folders that lie there already: they would not be moved onto others", () => {
    const { dockerfile } = generatedOf("generator");
    expect(dockerfile).to.match(/-exec mv -t \/result [\s\S]*cp -a \/tmp\/generated\/\. \/result/);
  });

  it("writes variables so that Docker reads them as they stand", () => {
    const manifest = { main: "a.js", scripts: { start: `A='$B "c" \\d' node a.js` } };
    expect(generated(facts(nodeFolder(manifest, { "a.js": "" }))).dockerfile).to.include(
      String.raw`ENV NODE_ENV="production" A="\$B \"c\" \\d"`,
    );
  });

  for (const name of ["express", "typescript"]) {
    it(`has the ignore rules that were read at review: ${name}`, () => {
      expectFile(join(snapshots, `${name}.dockerignore`), generatedFor(name).ignore);
    });
  }

  it("is the same text for the same folder", () => {
    expect(generatedFor("express")).to.deep.equal(generatedFor("express"));
  });
});
