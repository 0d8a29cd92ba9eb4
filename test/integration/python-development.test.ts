import { expect } from "chai";
import { cpSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Mode, OptimizedPythonService, type OptimizedPythonServiceArgs } from "plimsoll";
import { corpusFolder } from "../support/applications";
import { secretFiles } from "../support/corpus-suite";
import { EngineStack, describeOnEngine, docker, inOrder, inside } from "../support/engine";
import { freePort } from "../support/free-port";
import { answers, edit, pathsIn, removeBuilds } from "../support/live";
import { nameIndex } from "../support/python-index";

/** An edit of an application, and where it is seen. */
interface Edit {
  file: string;
  from: string;
  to: string;
  /** @default "/" */
  path?: string;
  args?: Partial<OptimizedPythonServiceArgs>;
}

const edits: Readonly<Record<string, Edit>> = {
  // By uvicorn, gunicorn, Django's own server, and as programs.
  "python-fastapi": { file: "app/main.py", from: '"pytest"', to: '"pytest-there"', path: "/about" },
  "python-starlette": { file: "api/server.py", from: '"notes"', to: '"jottings"', path: "/notes" },
  "python-flask": { file: "templates/page.html", from: "Hello", to: "Good day" },
  "python-django": {
    file: "catalog/static/catalog/page.css",
    from: "#123456",
    to: "#654321",
    path: "/static/catalog/page.css",
    args: { environment: { DJANGO_DEBUG: "true" }, secrets: { SECRET_KEY: "of-a-test" } },
  },
  "python-package": { file: "src/weather/towns.json", from: "Rome", to: "Pisa" },
  "python-plain": { file: "main.py", from: "plain", to: "simple" },
};

const debugged = "python-starlette";

describeOnEngine("Python services in development", function () {
  this.timeout(600_000);
  inOrder();
  const stack = new EngineStack("python-live");
  const ports: Record<string, number> = {};
  const folder = (name: string): string => join(stack.folder, "apps", name);
  let mode: Mode = Mode.development;
  const program = (): Promise<void> => {
    for (const [name, { args }] of Object.entries(edits)) {
      const build = { context: folder(name), ...secretFiles };
      const debug = name === debugged && mode === Mode.development ? { debug: ports["debug"] ?? 0 } : {};
      new OptimizedPythonService(name, {
        build,
        mode,
        port: 8000,
        publish: ports[name] ?? 0,
        ...debug,
        ...args,
      });
    }
    return Promise.resolve();
  };
  const container = (name: string) => docker.getContainer(`${stack.prefix}-${name}`);

  before(async () => {
    for (const name of [...Object.keys(edits), "debug"]) ports[name] = await freePort();
    for (const name of Object.keys(edits)) {
      cpSync(corpusFolder(name), folder(name), { recursive: true });
      nameIndex(folder(name));
    }
  });
  after(async () => {
    await stack.remove();
    removeBuilds(stack.prefix);
  });

  it("start", async () => {
    await stack.up(program);
  });

  for (const [name, { file, from, to, path = "/" }] of Object.entries(edits)) {
    it(`${name} shows an edit of ${file}, in the same container`, async () => {
      const before = (await container(name).inspect()).Id;
      const listed = pathsIn(folder(name));
      const address = `http://127.0.0.1:${ports[name]}${path}`;
      await answers(address, words(from));
      edit(folder(name), file, from, to);
      console.log(`      seen after ${await answers(address, words(to))} ms`);
      expect((await container(name).inspect()).Id).to.equal(before);
      expect(pathsIn(folder(name)), "nothing is written beside the sources").to.deep.equal(listed);
    });
  }

  it("let a debugger in on 127.0.0.1, after an edit too", async () => {
    expect(await initialized(ports["debug"] ?? 0)).to.match(/"success": ?true.*"command": ?"initialize"/);
    const { HostConfig } = await container(debugged).inspect();
    expect((HostConfig.PortBindings as Record<string, { HostIp: string }[]>)["5678/tcp"]).to.deep.equal([
      { HostIp: "127.0.0.1", HostPort: String(ports["debug"]) },
    ]);
  });

  it("wait for the next edit after one that can't be run", async () => {
    const address = `http://127.0.0.1:${ports["python-plain"]}/`;
    edit(folder("python-plain"), "main.py", "import os", "import os, nothing_of_this_name");
    await refuses(address);
    edit(folder("python-plain"), "main.py", ", nothing_of_this_name", "");
    await answers(address, "simple");
  });

  it("have what only development needs, as the folder's owner or the usual user, on a root that is read-only", async () => {
    expect(
      await inside(`${stack.prefix}-python-fastapi`, "python", "-c", "import pytest, os; print(os.getuid())"),
    ).to.equal("1000");
    expect((await container("python-fastapi").inspect()).HostConfig.ReadonlyRootfs).to.equal(true);
  });

  it("end after a stop signal before they are killed", async () => {
    for (const name of Object.keys(edits)) {
      await container(name).stop();
      expect((await container(name).inspect()).State.ExitCode, name).not.to.equal(137);
      await container(name).start();
    }
  });

  it("need no deployment after edits", async () => {
    expect((await stack.preview(program)).steps).to.deep.equal({});
  });

  it("become production, and nothing of it stays", async () => {
    mode = Mode.production;
    await stack.up(program);
    for (const name of Object.keys(edits)) {
      const { Mounts, Config } = await container(name).inspect();
      expect(
        Mounts.filter(({ Type }) => Type === "bind"),
        name,
      ).to.deep.equal([]);
      expect(Config.Env.filter((one) => /watcher|debugger/.test(one))).to.deep.equal([]);
    }
    await answers(`http://127.0.0.1:${ports["python-plain"]}/`, "simple");
  });
});

/** What a debugger is told when it says who it is. */
async function initialized(port: number): Promise<string> {
  const request = JSON.stringify({ seq: 1, type: "request", command: "initialize", arguments: { adapterID: "test" } });
  const socket = connect(port, "127.0.0.1");
  socket.write(`Content-Length: ${request.length}\r\n\r\n${request}`);
  let said = "";
  for await (const chunk of socket) if ((said += String(chunk)).includes("initialize")) break;
  socket.destroy();
  return said;
}

/** Waits until nobody answers. */
async function refuses(url: string): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const answered = await fetch(url, { headers: { connection: "close" } }).then(
      () => true,
      () => false,
    );
    if (!answered) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${url} still answers`);
}

/** What of a line of source its user sees. */
const words = (source: string): string => /^"(.*)"$/.exec(source)?.[1] ?? source;
