import { expect } from "chai";
import { validate } from "dockerfile-utils";
import { join } from "node:path";
import { readFolder } from "../../../lib/images/application/read-folder";
import type { GeneratedBuild } from "../../../lib/images/dockerfile/generate";
import { corpusFolder, facts } from "../../support/applications";
import { generatedPython, uvFolder, type pythonCorpus } from "../../support/python-applications";
import { expectFile } from "../../support/snapshot";

const asked = { port: 8000, debug: false };
const app = "from fastapi import FastAPI\napp = FastAPI()\n";
const live = (files: Readonly<Record<string, string>>, debug = false): GeneratedBuild =>
  generatedPython(facts(files), { development: { ...asked, debug } });
const liveOf = (name: (typeof pythonCorpus)[number]): GeneratedBuild =>
  generatedPython(readFolder(corpusFolder(name)).facts, { development: asked });
const loop = uvFolder(["fastapi>=0.120", "uvicorn"], { "main.py": app });
const packaged = {
  "pyproject.toml": `[project]
name = "Weather.Service"
version = "3.0.1"
dependencies = ["waitress>=3"]
[project.scripts]
weather = "weather.cli:Main.run"
[project.entry-points."weather.towns"]
rome = "weather.towns:rome"
[build-system]
requires = ["hatchling"]
`,
  "src/weather/__init__.py": "",
};

describe("an image for Python in development", () => {
  it("is made by the Dockerfile that was read at review", () => {
    const { dockerfile } = generatedPython(readFolder(corpusFolder("python-package")).facts, {
      development: { ...asked, debug: true },
      packages: ["jq"],
    });
    expectFile(join(__dirname, "snapshots", "python-development.Dockerfile"), dockerfile);
    expect(validate(dockerfile).map(({ message }) => message)).to.deep.equal([]);
  });

  it("holds nothing that an edit changes: no source, no version, no command", () => {
    const { dockerfile, files, kept } = live(loop);
    expect(kept).to.deep.equal([]);
    expect(Object.keys(files)).to.deep.equal(["manifest/pyproject.toml", "manifest/uv.lock"]);
    const edited = live({
      ...loop,
      "main.py": `${app}# edited`,
      "pyproject.toml": (loop["pyproject.toml"] ?? "").replace('version = "1.0"', 'version = "9.9"'),
    });
    expect([edited.dockerfile, edited.files]).to.deep.equal([dockerfile, files]);
  });

  it("has the dependencies of development, which production leaves out", () => {
    expect(live(loop).dockerfile).to.include("uv sync --frozen --no-install-project");
    expect(generatedPython(facts(loop)).dockerfile).to.include("uv sync --frozen --no-dev --no-install-project");
  });

  it("has a debugger only where one is asked for", () => {
    expect(live(loop).dockerfile).not.to.include("debugpy");
    expect(live(loop, true).dockerfile).to.include("debugpy==");
  });
});

describe("a mounted folder with Python", () => {
  const command = (built: GeneratedBuild): string | undefined => built.development?.command[3];

  it("runs what production starts, anew after a change of any file", () => {
    expect(live(loop).development).to.deep.equal({
      folder: "/app",
      command: [
        "/opt/watcher/bin/watchfiles",
        "--target-type=command",
        "--sigint-timeout=1",
        "uvicorn main:app",
        "/app",
      ],
      environment: {},
      writes: [],
      generates: false,
    });
    expect(command(liveOf("python-flask"))).to.equal("gunicorn 'app:create_app()'");
  });

  it("is shown by Django's own server, which serves static files that nobody gathered", () => {
    const built = liveOf("python-django");
    expect(command(built)).to.equal("python manage.py runserver --noreload '0.0.0.0:$PORT'");
    expect(built.python?.start.server).to.equal("own");
  });

  it("starts the script of a package as its installation would, with what that says about the project", () => {
    const { development, files } = live(packaged);
    expect(development?.command[3]).to.equal(
      "python -c 'import sys; from weather.cli import Main; sys.exit(Main.run())'",
    );
    expect(development?.environment).to.deep.equal({ PYTHONPATH: "/app/src:/opt/project" });
    expect(files["project/weather_service-3.0.1.dist-info/METADATA"]).to.equal(
      "Metadata-Version: 2.1\nName: Weather.Service\nVersion: 3.0.1\n",
    );
    expect(files["project/weather_service-3.0.1.dist-info/entry_points.txt"]).to.equal(
      "[console_scripts]\nweather = weather.cli:Main.run\n[weather.towns]\nrome = weather.towns:rome\n",
    );
  });

  it("finds a package beside pyproject.toml", () => {
    const { "pyproject.toml": manifest } = packaged;
    const named = manifest.replace("Weather.Service", "weather");
    const { development } = live({ "pyproject.toml": named, "weather/__init__.py": "" });
    expect(development?.environment).to.deep.equal({ PYTHONPATH: "/app:/opt/project" });
  });

  it("is started by the debugger, servers as the scripts they are", () => {
    const listens = "python -m debugpy --listen 0.0.0.0:5678";
    expect(command(live(loop, true))).to.equal(`${listens} /opt/venv/bin/uvicorn main:app`);
    expect(command(live({ "main.py": "" }, true))).to.equal(`${listens} main.py`);
    expect(live(loop, true).development?.environment).to.include({ PYTHONPATH: "/opt/debugger" });
  });
});
