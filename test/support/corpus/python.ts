import { OptimizedPythonService, type OptimizedPythonServiceArgs } from "plimsoll";
import type { CorpusApplication } from "../corpus-suite";

/** A Python service of the corpus. */
export const pythonService =
  (args: Partial<OptimizedPythonServiceArgs> = {}): CorpusApplication["make"] =>
  (name, built) => {
    new OptimizedPythonService(name, { ...built, port: 8000, memory: "192MiB", ...args });
  };

/** Served by uvicorn, or by themselves. */
export const pythonLoops = {
  "python-fastapi": {
    make: pythonService(),
    answers: [
      { path: "/about", holds: '"user":1000,"files":["app","pyproject.toml"],"tools":[],"pytest":false' },
      { path: "/openapi.json", holds: "Orders" },
      { path: "/docs", holds: "swagger" },
      { path: "/nothing", status: 404 },
    ],
  },
  "python-starlette": {
    make: pythonService({ port: 9000 }),
    answers: [{ path: "/notes", holds: '{"notes":[],"pytest":false}' }],
  },
  "python-plain": {
    make: pythonService({ memory: "64MiB" }),
    answers: [{ path: "/any", holds: "plain, as 1000" }],
  },
} satisfies Record<string, CorpusApplication>;

/** Served by gunicorn, or as a package. */
export const pythonProcesses = {
  "python-flask": {
    make: pythonService({ cpus: 1.5, memory: "320MiB" }),
    answers: [
      { path: "/?name=Ada", holds: "<h1>Hello Ada</h1>" },
      { path: "/about", holds: '"server":"gunicorn","threads":true' },
    ],
  },
  "python-django": {
    make: pythonService({ secrets: { SECRET_KEY: "of-a-test" } }),
    answers: [
      { path: "/", holds: "<li>pear</li>" },
      { path: "/static/catalog/page.css", holds: "#123456" },
    ],
  },
  "python-package": {
    make: pythonService({ memory: "96MiB" }),
    answers: [
      { path: "/", holds: '"version": "3.0.1", "towns": ["Milan", "Rome"]' },
      { path: "/", holds: "/opt/venv/lib/python3.13/site-packages/weather/__init__.py" },
    ],
  },
  "python-extension": {
    make: pythonService(),
    answers: [{ path: "/events", holds: '{"native":true,"cffi":true}' }],
  },
} satisfies Record<string, CorpusApplication>;

/** Bytecode by its kind: 1 is never compared with its source, others are. */
export const bytecodeKinds = `import collections, json, pathlib
kinds = collections.Counter()
for top in ("/opt", "/app", "/usr/local/lib/python3.13"):
    for file in pathlib.Path(top).rglob("*.pyc"):
        kinds[int.from_bytes(file.read_bytes()[4:8], "little")] += 1
print(json.dumps(kinds))`;
