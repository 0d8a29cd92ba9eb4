import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeCorpus, type CorpusStack } from "../support/corpus-suite";
import { bytecodeKinds, pythonLoops, pythonProcesses } from "../support/corpus/python";
import { docker, inside } from "../support/engine";

/** What of the folders that a build fills is a tool of the build. */
const tools =
  "find /opt /app -name uv -o -name uvx -o -name uv_cache.json -o -regex '.*/pip[0-9.]*' -o -name gcc -o -name '*.whl'";

const holds = (suite: CorpusStack, names: readonly string[]): void => {
  it("hold no tool of the build, and nothing but bytecode that is never compared", async () => {
    for (const name of names) {
      const container = `${suite.stack.prefix}-${name}`;
      expect(await inside(container, "sh", "-c", tools), name).to.equal("");
      expect(
        Object.keys(JSON.parse(await inside(container, "python", "-c", bytecodeKinds)) as object),
        name,
      ).to.deep.equal(["1"]);
    }
  });

  it("answer as the user 1000 on a root that is read-only", async () => {
    for (const name of names) {
      const written = await inside(
        `${suite.stack.prefix}-${name}`,
        "sh",
        "-c",
        "id -u; touch /app/x /opt/x 2>&1; true",
      );
      expect(written, name).to.match(/^1000\n.*Read-only file system\n.*Read-only file system$/);
    }
  });
};

describeCorpus("Python services with loops, without a Dockerfile", pythonLoops, (suite) => {
  const name = "python-fastapi";
  const layers = async (): Promise<string[]> => (await suite.imageOf(name)).RootFS.Layers ?? [];
  const edit = (file: string, from: string, to: string): void => {
    const path = join(suite.folder(name), file);
    const before = readFileSync(path, "utf8");
    expect(before).to.include(from);
    writeFileSync(path, before.replaceAll(from, to));
  };

  holds(suite, Object.keys(pythonLoops));

  it("import only what was compiled in the build", async () => {
    expect(await (await suite.ask(name, "/about")).text()).to.include('"uncompiled":[]');
  });

  it("install nothing again after an edit of the source and a version bump", async () => {
    const before = await layers();
    edit("pyproject.toml", 'version = "1.4.2"', 'version = "9.9.9"');
    edit("pyproject.toml", "Takes orders", "Takes any order");
    edit("uv.lock", 'version = "1.4.2"', 'version = "9.9.9"');
    edit("app/prices.py", '"pear": 3', '"pear": 4');
    const { steps } = await suite.stack.up(suite.program);
    expect(steps).to.include({ [`${name}-image`]: "replace" });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: '{"article":"pear"}' };
    expect(await (await suite.ask(name, "/orders", init)).text()).to.equal('{"price":4}');
    const after = await layers();
    // Base, standard library and dependencies; above them the application.
    expect(after.slice(0, 3)).to.deep.equal(before.slice(0, 3));
    expect(after[3]).not.to.equal(before[3]);
    const log = readFileSync(join(tmpdir(), "plimsoll-builds", `${suite.stack.prefix}-${name}.log`), "utf8");
    const last = log.split("[internal] load build definition").at(-1) ?? "";
    expect(last).to.match(/COPY manifest.*\n(?:#\d+ sha.*\n)?#\d+ CACHED/);
    expect(last).not.to.match(/Installed \d+ packages/);
  });

  it("share the standard library's bytecode with each other", async () => {
    const [one, other] = await Promise.all([suite.imageOf(name), suite.imageOf("python-plain")]);
    expect(one.RootFS.Layers?.slice(0, 2)).to.deep.equal(other.RootFS.Layers?.slice(0, 2));
  });

  it("end after a stop signal before they are killed", async () => {
    const container = docker.getContainer(`${suite.stack.prefix}-${name}`);
    await container.stop({ t: 10 });
    expect((await container.inspect()).State.ExitCode).to.be.oneOf([0, 143]);
    await container.start();
  });
});

describeCorpus("Python services with processes, without a Dockerfile", pythonProcesses, (suite) => {
  holds(suite, Object.keys(pythonProcesses));

  it("run as many workers as their limits bear", async () => {
    const count = "grep -l '^/opt/venv/bin/python' /proc/[0-9]*/cmdline | wc -l";
    // Two workers for one and a half CPUs, and the process that starts them.
    expect((await inside(`${suite.stack.prefix}-python-flask`, "sh", "-c", count)).trim()).to.equal("3");
  });

  it("complain of nothing when they start", async () => {
    for (const name of Object.keys(pythonProcesses)) {
      const container = docker.getContainer(`${suite.stack.prefix}-${name}`);
      const said = (await container.logs({ stdout: true, stderr: true })).toString();
      expect(said, name).not.to.match(/error|Traceback|warning/i);
    }
  });
});
