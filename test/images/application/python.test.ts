import { expect } from "chai";
import { pythonRange } from "../../../lib/images/application/python/python-version";
import { detected } from "../../support/applications";
import { detectedPython, uvFolder } from "../../support/python-applications";

const loop = "from fastapi import FastAPI\napp = FastAPI()\n";
const page = "from flask import Flask\napplication: Flask = Flask(__name__)\n";

interface Row {
  in: string;
  files: Record<string, string>;
  version?: string;
  saying: string;
}

const faults: Row[] = [
  {
    in: "no Python at all",
    files: { "readme.txt": "" },
    saying: "there is neither a Dockerfile nor a pyproject.toml, requirements.txt or .py file; name another folder",
  },
  {
    in: "a Node application",
    files: { "package.json": "{}" },
    saying:
      "there is neither a Dockerfile nor a pyproject.toml, requirements.txt or .py file; describe it with OptimizedNodeService",
  },
  {
    in: "a manifest that is no TOML",
    files: { "pyproject.toml": '[project]\nname = "a\n', "main.py": "" },
    saying: "pyproject.toml is no TOML: line 2: ",
  },
  {
    in: "no start",
    files: { "requirements.txt": "", "tools.py": "" },
    saying:
      'nothing says how it starts: no application object in main.py, app.py or their like, and no script; write start = "uvicorn app.main:app" under [tool.plimsoll] in pyproject.toml, or a Procfile with "web: ..."',
  },
  {
    in: "FastAPI without a server",
    files: uvFolder(["fastapi"], { "main.py": loop }),
    saying:
      "main.py makes an application for FastAPI, and no server for it is among the dependencies; add one: `uv add uvicorn`",
  },
  {
    in: "Flask without a server",
    files: { "requirements.txt": "flask==3.1.2\n", "app.py": page },
    saying:
      "app.py makes an application for Flask, and no server for it is among the dependencies; write gunicorn into requirements.txt",
  },
  {
    in: "a Python that ended",
    files: { "pyproject.toml": '[project]\nname = "a"\nrequires-python = "==3.9.*"\n', "main.py": "" },
    saying:
      'requires-python "==3.9.*" in pyproject.toml asks for Python 3.9, whose support ended on 2025-10-31; move to 3.13; there are 3.11, 3.12, 3.13, 3.14',
  },
  {
    in: "a Python that is not there yet",
    files: { ".python-version": "3.99\n", "main.py": "" },
    saying: ".python-version asks for Python 3.99, no base has; move to 3.13",
  },
  {
    in: "a version file that says nothing",
    files: { ".python-version": "pypy3.10\n", "main.py": "" },
    saying: '.python-version says "pypy3.10", which names no version of Python; write one such as "3.13"',
  },
  {
    in: "a range that is none",
    files: { "pyproject.toml": '[project]\nname = "a"\nrequires-python = "three"\n', "main.py": "" },
    saying: 'requires-python "three" in pyproject.toml is no range of versions; write one such as ">=3.12"',
  },
  {
    in: "a program that asks for another Python",
    files: { "pyproject.toml": '[project]\nname = "a"\nrequires-python = ">=3.12"\n', "main.py": "" },
    version: "3.11",
    saying:
      'pythonVersion is 3.11, requires-python ">=3.12" in pyproject.toml does not allow it; let both name the same',
  },
  {
    in: "Pipenv",
    files: { Pipfile: "", "main.py": "" },
    saying:
      "Pipfile asks for Pipenv, which no Dockerfile is made for; write what it installs: `pipenv requirements --hash > requirements.txt`",
  },
  {
    in: "PDM",
    files: { "pyproject.toml": '[project]\nname = "a"\n', "pdm.lock": "", "main.py": "" },
    saying: "pdm.lock asks for PDM, which no Dockerfile is made for",
  },
  {
    in: "two lock files",
    files: uvFolder([], { "poetry.lock": '[metadata]\nlock-version = "2.1"\n', "main.py": "" }),
    saying: "uv.lock and poetry.lock are of uv and Poetry, and one of them is stale; remove the one that nobody writes",
  },
  {
    in: "setup.py alone",
    files: { "setup.py": "", "main.py": "" },
    saying: "setup.py is a program, and says what it installs only when it runs",
  },
  {
    in: "Poetry's ranges without a lock file",
    files: { "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3"\n', "main.py": "" },
    saying: "there is no poetry.lock, and Poetry's ranges are read by Poetry only; write it: `poetry lock`",
  },
  {
    in: "a lock file of Poetry 1",
    files: {
      "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3"\n',
      "poetry.lock": '[[package]]\nname = "flask"\nversion = "3.0.0"\n\n[metadata]\nlock-version = "2.0"\n',
      "main.py": "",
    },
    saying:
      "poetry.lock is of Poetry 1 (its form is 2.0) and does not say which packages only developers need; write it anew with Poetry 2: `poetry lock`",
  },
  {
    in: "a poetry.lock that lacks something",
    files: {
      "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3"\n',
      "poetry.lock": '[metadata]\nlock-version = "2.1"\n',
      "main.py": "",
    },
    saying: "poetry.lock is older than pyproject.toml: it has no flask; write it anew: `poetry lock`",
  },
  {
    in: "a workspace",
    files: { "pyproject.toml": '[project]\nname = "a"\n[tool.uv.workspace]\nmembers = ["x"]\n', "main.py": "" },
    saying: "it is a workspace of several packages; write a Dockerfile into the folder",
  },
  {
    in: "a dependency in another folder",
    files: {
      "pyproject.toml": '[project]\nname = "a"\n[tool.uv.sources]\nour_lib = { path = "../lib" }\n',
      "main.py": "",
    },
    saying: "tool.uv.sources in pyproject.toml takes our-lib from another folder",
  },
  {
    in: "requirements from a folder",
    files: { "requirements.txt": "-e ./lib\n", "main.py": "" },
    saying: 'requirements.txt installs "-e ./lib" from a folder; write a Dockerfile into the folder',
  },
  {
    in: "requirements that include nothing",
    files: { "requirements.txt": "-r requirements/base.txt\n", "main.py": "" },
    saying: "requirements.txt includes requirements/base.txt, which is not there; add it, or leave it out",
  },
  {
    in: "a package that is compiled where it is installed",
    files: { "requirements.txt": "psycopg2==2.9.11\n", "main.py": "" },
    saying:
      "psycopg2 is compiled where it is installed, against the system's libraries; take psycopg2-binary, or psycopg with its extra binary",
  },
  {
    in: "a Procfile that needs a shell",
    files: { Procfile: "web: python migrate.py && gunicorn app:app\n", "app.py": "" },
    saying:
      'Procfile ("python migrate.py && gunicorn app:app") needs a shell, which would keep signals from the server; write start',
  },
];

const warnings: Row[] = [
  {
    in: "no lock file",
    files: { "pyproject.toml": '[project]\nname = "a"\ndependencies = ["flask"]\n', "main.py": "" },
    saying: "there is no lock file: each build may install other versions; write one, and check it in: `uv lock`",
  },
  {
    in: "a stale uv.lock",
    files: { ...uvFolder(["fastapi>=0.120"]), ...only(uvFolder(["fastapi>=0.121"]), "pyproject.toml"), "main.py": "" },
    saying: "uv.lock is older than pyproject.toml: what it lacks is looked up by each build; write it anew: `uv lock`",
  },
  {
    in: "requirements without versions",
    files: { "requirements.txt": "flask>=3\ngunicorn==27.0.1\nredis\nrich~=1.0\nattrs!=1\n", "main.py": "" },
    saying:
      "requirements.txt names no exact version of flask, redis, rich and 1 more: each build may install another one; write them down: `uv pip compile --generate-hashes requirements.in -o requirements.txt`",
  },
  {
    in: "a version file that the range excludes",
    files: {
      ".python-version": "3.11",
      "pyproject.toml": '[project]\nname = "a"\nrequires-python = ">=3.12"\n',
      "main.py": "",
    },
    saying: '.python-version names Python 3.11, requires-python ">=3.12" in pyproject.toml decides',
  },
  {
    in: "workers in a start command",
    files: { Procfile: "web: gunicorn -w 4 app:app --reload\n", "requirements.txt": "gunicorn==27.0.1" },
    saying:
      '-w 4 --reload in Procfile is left out: it is for development, or the component sets it by the limits; write "gunicorn app:app"',
  },
  {
    in: "a server for development",
    files: {
      Procfile: "web: flask run --port $PORT\n",
      "requirements.txt": "flask==3.1.2\ngunicorn==27.0.1",
      "app.py": page,
    },
    saying: 'Procfile starts a server for development: the image starts "gunicorn app:application"; write that',
  },
];

function only(files: Record<string, string>, name: string): Record<string, string> {
  return { [name]: files[name] ?? "" };
}

describe("a folder with Python", () => {
  for (const { in: what, files, version, saying } of faults) {
    it(`is refused: ${what}`, () => {
      const { application, faults: told } = detectedPython(files, version);
      expect(application).to.equal(undefined);
      const text = told.map(({ problem, remedy }) => `${problem}; ${remedy}`);
      expect(
        text.some((line) => line.startsWith(`./api: ${saying}`)),
        text.join("\n"),
      ).to.equal(true);
      expect(told.every(({ path }) => path === "build.context")).to.equal(true);
    });
  }

  for (const { in: what, files, saying } of warnings) {
    it(`is taken with a warning: ${what}`, () => {
      const { application, warnings: told, faults: none } = detectedPython(files);
      expect(none).to.deep.equal([]);
      expect(application).not.to.equal(undefined);
      const text = told.map(({ problem, remedy }) => `${problem}; ${remedy}`);
      expect(text.map((line) => line.slice(0, saying.length + 7))).to.include(`./api: ${saying}`);
    });
  }
});

describe("a folder with Python that is described as a Node service", () => {
  it("is told which component is for it", () => {
    const { faults: told } = detected({ "pyproject.toml": "", "main.py": "" });
    expect(told.map(({ remedy }) => remedy)).to.deep.equal(["describe it with OptimizedPythonService"]);
  });
});

describe("the start of a Python service", () => {
  const django = {
    "manage.py": "",
    "shop/wsgi.py": "application = get_wsgi_application()",
    "shop/asgi.py": "application = get_asgi_application()",
  };
  const requirements = (...names: string[]): Record<string, string> => ({
    "requirements.txt": names.map((name) => `${name}==1.0\n`).join(""),
  });
  const factory = "def create_app(config=None):\n    return Flask(__name__)\n";
  const table: [string, Record<string, string>, string][] = [
    ["FastAPI", { ...requirements("fastapi", "uvicorn"), "app/main.py": loop }, "uvicorn app.main:app"],
    ["fastapi[standard]", { "requirements.txt": "fastapi[standard]==1.0", "main.py": loop }, "uvicorn main:app"],
    ["Flask", { ...requirements("flask", "gunicorn"), "app.py": page }, "gunicorn app:application"],
    ["a factory", { ...requirements("flask", "gunicorn"), "app.py": factory }, "gunicorn app:create_app()"],
    [
      "a factory for loops",
      { ...requirements("fastapi", "uvicorn"), "main.py": "def create_app() -> FastAPI:\n" },
      "uvicorn --factory main:create_app",
    ],
    [
      "what a factory made",
      {
        ...requirements("flask", "gunicorn"),
        "shop/__init__.py": factory,
        "wsgi.py": "from shop import create_app\napp = create_app()",
      },
      "gunicorn wsgi:app",
    ],
    [
      "Django with gunicorn",
      { ...requirements("django", "gunicorn", "uvicorn"), ...django },
      "gunicorn shop.wsgi:application",
    ],
    ["Django with uvicorn", { ...requirements("django", "uvicorn"), ...django }, "uvicorn shop.asgi:application"],
    [
      "hypercorn",
      { ...requirements("quart", "hypercorn"), "app.py": "app = quart.Quart(__name__)" },
      "hypercorn --bind 0.0.0.0:$PORT app:app",
    ],
    [
      "waitress",
      { ...requirements("flask", "waitress"), "app.py": page },
      "waitress-serve --listen=0.0.0.0:$PORT app:application",
    ],
    ["a module", { "worker/__main__.py": "" }, "python -m worker"],
    ["a file", { "server.py": "" }, "python server.py"],
    [
      "Procfile",
      { Procfile: "web: python -m uvicorn --port ${PORT:-80} shop:app --proxy-headers" },
      "uvicorn shop:app --proxy-headers",
    ],
    ["a port in Procfile", { Procfile: "web: poetry run daphne -p $PORT shop:app" }, "daphne -p $PORT shop:app"],
    [
      "fastapi run",
      {
        Procfile: "web: fastapi run src/shop/api.py",
        ...requirements("fastapi", "uvicorn"),
        "src/shop/api.py": loop,
        "main.py": "",
      },
      "uvicorn shop.api:app",
    ],
    [
      "the project's own word",
      { "pyproject.toml": '[tool.plimsoll]\nstart = "granian shop:app"', "main.py": loop, Procfile: "web: x" },
      "granian shop:app",
    ],
    [
      "a package's script",
      {
        "pyproject.toml":
          '[project]\nname = "shop"\nscripts = { serve = "shop.cli:main", admin = "shop.cli:admin" }\n[build-system]\n',
        "src/shop/__init__.py": "",
      },
      "serve",
    ],
  ];
  for (const [what, files, command] of table) {
    it(`is "${command}": ${what}`, () => {
      const { application, faults: none } = detectedPython({ "tools.py": "", ...files });
      expect(none).to.deep.equal([]);
      expect(application?.start.command.join(" ")).to.equal(command);
    });
  }
});

describe("the Python of an image", () => {
  for (const [range, version] of [
    [">=3.12", "3.13"],
    [">=3.14", "3.14"],
    [">=3.11,<3.13", "3.12"],
    ["~=3.11.4", "3.11"],
    ["^3.11", "3.13"],
    [">=3.12,!=3.13.*,<4", "3.14"],
    [">=3.12,!=3.13.1", "3.13"],
    ["==3.12.*", "3.12"],
  ] as const) {
    it(`is ${version} for ${range}`, () => {
      const manifest = `[project]\nname = "a"\nrequires-python = "${range}"\n`;
      const { application } = detectedPython({ "pyproject.toml": manifest, "main.py": "" });
      expect(application?.python.value).to.equal(version);
    });
  }

  for (const [range, read] of [
    ["*", "*"],
    [">=3.12", ">=3.12.0"],
    [">= 3.11, < 4.0", ">=3.11.0 <4.0.0-0"],
    ["three", undefined],
    [">=3.12 or so", undefined],
  ] as const) {
    it(`is asked for as ${read} by "${range}"`, () => {
      expect(pythonRange(range)).to.equal(read);
    });
  }
});
