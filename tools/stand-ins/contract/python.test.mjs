// What a product may rely on in python:3.13.14-slim-trixie. Passes on the stand-in; meant to pass on the official image, too.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hardened, inspect, runOnce, tmpfs, unavailable } from "./container.mjs";

const image = "python:3.13.14-slim-trixie";
const shell = (script, args = []) => runOnce(image, args, ["sh", "-c", script]);
const python = (script, args = []) => runOnce(image, args, ["python", "-c", script]).output;

describe(image, { skip: unavailable(image) }, () => {
  it("declares command and version, and neither entrypoint nor user", () => {
    const { Config } = inspect(image);
    assert.deepEqual(Config.Cmd, ["python3"]);
    assert.deepEqual(Config.Entrypoint ?? [], []);
    assert.ok(Config.Env.some((line) => line.startsWith("PYTHON_VERSION=3.13.")));
    assert.equal(Config.User ?? "", "");
  });

  it("has Python under /usr/local, as python, python3 and python3.13", () => {
    const { output } = shell("for name in python python3 python3.13 pip pip3; do command -v $name; done");
    const names = ["python", "python3", "python3.13", "pip", "pip3"];
    assert.deepEqual(
      output.split("\n"),
      names.map((name) => `/usr/local/bin/${name}`),
    );
    const asked = "import sys, os; print(sys.prefix, os.path.dirname(os.__file__), '%d.%d' % sys.version_info[:2])";
    assert.equal(python(asked), "/usr/local /usr/local/lib/python3.13 3.13");
  });

  it("brings pip alone, which may install, and no compiled standard library", () => {
    assert.match(shell("pip list --format=freeze").output, /^pip==[\d.]+$/);
    assert.equal(shell("ls /usr/local/lib/python3.13/EXTERNALLY-MANAGED").status, 2);
    assert.equal(
      python("import sysconfig; print(sysconfig.get_path('purelib'))"),
      "/usr/local/lib/python3.13/site-packages",
    );
    assert.equal(shell("find /usr/local/lib/python3.13/json -name '*.pyc'").output, "");
  });

  it("makes virtual environments with and without pip", () => {
    const made =
      "python -m venv /tmp/a && /tmp/a/bin/pip --version && python -m venv --without-pip /tmp/b && readlink -f /tmp/b/bin/python";
    assert.match(shell(made).output, /^pip [\d.]+ from \/tmp\/a\/lib\/.*\n\/usr\/local\/bin\/python3\.13$/);
  });

  it("holds the modules that applications need: TLS, SQLite, compression, time zones", () => {
    assert.equal(
      python(
        "import ssl, sqlite3, bz2, lzma, zlib, ctypes, uuid, zoneinfo, hashlib; print(len(ssl.create_default_context().get_ca_certs()) > 100, zoneinfo.ZoneInfo('Europe/Rome'))",
      ),
      "True Europe/Rome",
    );
  });

  it("holds no curl, wget, git or compiler", () => {
    for (const tool of ["curl", "wget", "gcc", "make", "git"])
      assert.notEqual(shell(`command -v ${tool}`).status, 0, tool);
  });

  it("hardened, as 1000 on a read-only root: a server that answers", () => {
    const script =
      "import os, http.server, threading, urllib.request; s = http.server.ThreadingHTTPServer(('127.0.0.1', 8000), http.server.SimpleHTTPRequestHandler); threading.Thread(target=s.serve_forever, daemon=True).start(); print(os.getuid(), urllib.request.urlopen('http://127.0.0.1:8000/').status)";
    assert.match(python(script, [...hardened(1000), ...tmpfs("/tmp")]), /1000 200/);
  });
});
