// gunicorn and uvicorn from PyPI, each asked to read its options.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../console.mjs";
import { pythonPackages } from "./installed.mjs";

/** The folder of the virtual environment. */
export const providePython = () => pythonPackages("python", join(import.meta.dirname, "python", "requirements.txt"));

/** Prints what gunicorn made of its arguments, by the names of its settings. */
const gunicornReads = `
import json, sys
from gunicorn.app.wsgiapp import WSGIApplication
settings = WSGIApplication().cfg.settings
print(json.dumps({f"--{name.replace('_', '-')}": str(setting.get()) for name, setting in settings.items()}))
`;

/** Prints what uvicorn's command made of its arguments. */
const uvicornReads = `
import importlib, json, sys
command = importlib.import_module("uvicorn.main").main
context = command.make_context("uvicorn", sys.argv[1:])
print(json.dumps({f"--{name.replace('_', '-')}": str(value) for name, value in context.params.items()}))
`;

/** `gunicorn --check-config` on an application of one line; resolves with its exit status and what it said. */
export const gunicornChecks = (python, args) =>
  withApplication(async (cwd) => {
    const command = ["-m", "gunicorn", "--check-config", ...args, "app:app"];
    const { code, stdout, stderr } = await run(join(python, "bin", "python"), command, { cwd, allowFailure: true });
    return { code, said: stdout + stderr };
  });

/** What a server made of each argument: { "--workers": "2" }; fails with its words where it refuses them. */
export const understood = (python, server, args) =>
  withApplication(async (cwd) => {
    const script = server === "gunicorn" ? gunicornReads : uvicornReads;
    const { code, stdout, stderr } = await run(join(python, "bin", "python"), ["-c", script, ...args, "app:app"], {
      cwd,
      allowFailure: true,
    });
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });

async function withApplication(action) {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-python-"));
  try {
    writeFileSync(join(folder, "app.py"), "def app(environ, start_response):\n    return []\n");
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
