import { expect } from "chai";
import { Copy } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { join } from "node:path";
import { pinnedImages } from "../../../lib/images/pinned";
import { facts } from "../../support/applications";
import { generatedPython, generatedPythonFor, pythonCorpus, uvFolder } from "../../support/python-applications";
import { expectFile } from "../../support/snapshot";
import { ofTheImage, stagesOf } from "../../support/stages";

const snapshots = join(__dirname, "snapshots");
const app = "from fastapi import FastAPI\napp = FastAPI()\n";
const loop: Record<string, string> = { "main.py": app, ...uvFolder(["fastapi>=0.120", "uvicorn"]) };

const builds = {
  ...Object.fromEntries(pythonCorpus.map((name) => [name, generatedPythonFor(name)])),
  "python-minimal": generatedPythonFor("python-fastapi", { base: "minimal" }),
};

for (const [name, { dockerfile, files, kept }] of Object.entries(builds)) {
  describe(`the Dockerfile for ${name}`, () => {
    const stages = stagesOf(dockerfile);
    const copies = stages.flatMap(({ instructions }) => instructions.filter((one) => one instanceof Copy));
    const last = ofTheImage(stages);

    it("is the one that was read at review", () => {
      expectFile(join(snapshots, `${name}.Dockerfile`), dockerfile);
    });

    it("has nothing that dockerfile-utils finds fault with", () => {
      expect(validate(dockerfile).map(({ message }) => message)).to.deep.equal([]);
    });

    it("begins from images with a tag, from nothing, or from its own stages", () => {
      const own = ["scratch", ...stages.flatMap(({ from }) => from.getBuildStage() ?? [])];
      const bases = stages.map(({ from }) => from.getImage() ?? "").filter((image) => !own.includes(image));
      expect(bases.filter((image) => !/:\d+\.\d+\.\d+/.test(image))).to.deep.equal([]);
    });

    it("runs as a numeric user that is not root, and starts its program without a shell", () => {
      const of = (keyword: string): (string | null)[] =>
        last.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent());
      expect(of("USER")).to.deep.equal(["1000:1000"]);
      const [command] = of("CMD");
      const words = JSON.parse(command ?? "") as unknown[];
      expect(words.filter((word) => typeof word !== "string" || word.includes("$"))).to.deep.equal([]);
    });

    it("runs nothing in the image itself, and adds four layers at most", () => {
      expect(last.map((one) => one.getKeyword())).not.to.include("RUN");
      expect(last.filter((one) => one instanceof Copy)).to.have.length.below(5);
    });

    it("has no word that the frontend of Engine 20.10 refuses", () => {
      expect(dockerfile).not.to.match(
        /<<|^COPY.*--(?:link|parents|exclude)|--network|--security|--checksum|start-interval|# *syntax/m,
      );
    });

    it("sends all that it copies, and copies all that is sent", () => {
      const folders = copies.flatMap(
        (copy) => /^(manifest|source)\//.exec(copy.getArgumentsContent() ?? "")?.[1] ?? [],
      );
      const mounted = Object.keys(files).filter((file) => dockerfile.includes(`source=${file},`));
      const sent = [...Object.keys(files).filter((file) => !mounted.includes(file)), ...kept.map(() => "source/")];
      expect([...new Set(folders)].toSorted()).to.deep.equal(
        [...new Set(sent.map((file) => file.split("/")[0]))].toSorted(),
      );
    });

    it("has the standard library's bytecode in the same stage as every other one", () => {
      const stage = (text: string): string | undefined => /^FROM \S+ AS standard-library\n[^]*?\n\n/m.exec(text)?.[0];
      expect(stage(dockerfile))
        .to.be.a("string")
        .and.equal(stage(generatedPythonFor("python-plain").dockerfile));
    });
  });
}

describe("a generated build for Python", () => {
  it("says what was found, and where", () => {
    expect(generatedPythonFor("python-package").reasons).to.deep.equal([
      { what: "Python", value: "3.13", from: 'requires-python ">=3.12" in pyproject.toml' },
      { what: "dependencies", value: "uv sync --frozen", from: "uv.lock" },
      { what: "package", value: "weather", from: "build-system in pyproject.toml" },
      { what: "start", value: "weather", from: 'the script "weather" in pyproject.toml' },
    ]);
  });

  it("installs from manifests that neither version nor description nor scripts are in", () => {
    const manifests = (edit: (text: string) => string): unknown => {
      const { files } = generatedPython(
        facts({
          ...loop,
          "pyproject.toml": edit(loop["pyproject.toml"] ?? ""),
          "uv.lock": edit(loop["uv.lock"] ?? ""),
        }),
      );
      return [files["manifest/pyproject.toml"], files["manifest/uv.lock"]];
    };
    const same = manifests((text) => text);
    expect(manifests((text) => text.replace('version = "1.0"', 'version = "2.0"'))).to.deep.equal(same);
    expect(manifests((text) => text.replaceAll("1.2.3", "1.2.4"))).not.to.deep.equal(same);
  });

  it("reads poetry.lock as requirements with hashes, without what only developers need", () => {
    const text = generatedPythonFor("python-starlette").files["manifest/requirements.txt"] ?? "";
    const names = text
      .trimEnd()
      .split("\n")
      .map((line) => line.split("==")[0]);
    expect(names).to.deep.equal(["anyio", "click", "h11", "idna", "starlette", "typing-extensions", "uvicorn"]);
    expect(text).to.match(/^typing-extensions==\S+ ; python_version < "3\.15" --hash=sha256:\w{64} --hash=/m);
  });

  it("brings a README that a wheel's build insists on and nobody sends", () => {
    expect(generatedPythonFor("python-package").files).to.include({ "source/app/README.md": "" });
    expect(generatedPythonFor("python-fastapi").files).not.to.have.any.keys("source/app/README.md");
  });

  it("installs packages of the system, begins from another image and runs as another user", () => {
    const { dockerfile } = generatedPython(facts(loop), {
      packages: ["libmagic1"],
      baseImage: "registry.example/python:3.13.9",
      user: "1234:1234",
    });
    expect(dockerfile).to.match(/AS base\nRUN [^]*install --yes --no-install-recommends libmagic1/);
    expect(dockerfile).to.match(/\nFROM base\n[^]*\nUSER 1234:1234\n/);
    expect(dockerfile).not.to.include("FROM python:");
  });

  it("says that nothing of the base but Python is in the image, and sets what the base would", () => {
    const { reasons, dockerfile } = generatedPythonFor("python-plain", { base: "minimal" });
    expect(reasons.at(-1)).to.deep.equal({
      what: "base",
      value: `scratch, with Python of ${pinnedImages.python}`,
      from: "build.base",
    });
    const version = /:([\d.]+)/.exec(pinnedImages.python)?.[1];
    const last = dockerfile.slice(dockerfile.lastIndexOf("FROM"));
    expect(last).to.match(/^FROM scratch\nENV /);
    for (const variable of ['PATH="/usr/local/bin"', 'LANG="C.UTF-8"', `PYTHON_VERSION="${version}"`])
      expect(last).to.include(variable);
    const own = generatedPythonFor("python-plain", { base: "minimal", baseImage: "registry.example/python:3" });
    expect(own.dockerfile).not.to.include("PYTHON_VERSION");
  });

  it("says where modules are that lie in src and are no package", () => {
    const files = uvFolder(["fastapi", "uvicorn"], { "src/shop/__init__.py": "", "src/shop/main.py": app });
    const { dockerfile, python } = generatedPython(facts(files));
    expect(dockerfile).to.include('PYTHONPATH="/app/src"');
    expect(python?.start.command).to.deep.equal(["uvicorn", "shop.main:app"]);
  });

  it("needs neither installer nor environment where there are no dependencies", () => {
    expect(generatedPythonFor("python-plain").dockerfile).not.to.match(/uv|venv/);
  });
});
