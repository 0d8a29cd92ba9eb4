import { expect } from "chai";
import { ImageBase } from "plimsoll";
import { describeCorpus, type CorpusApplication } from "../support/corpus-suite";
import { bytecodeKinds, pythonLoops, pythonProcesses } from "../support/corpus/python";
import { inside } from "../support/engine";

/** A server with parts in C, one with processes, one with files of its own, one that is compiled for this Python, and none. */
const names = ["python-fastapi", "python-flask", "python-django", "python-extension", "python-plain"] as const;
const build = { base: ImageBase.minimal };
const applications: Record<string, CorpusApplication> = Object.fromEntries(
  names.map((name) => [name, { ...{ ...pythonLoops, ...pythonProcesses }[name], build }]),
);

/** Modules of the standard library that can't be imported, though they belong to this system. */
const missing = `import importlib, sys
missing = []
for name in sorted(sys.stdlib_module_names - {"antigravity", "this"}):
    try:
        importlib.import_module(name)
    except ImportError:
        missing.append(name)
print(*missing)`;

/** What Python reads of the system: authorities, times of places, names of services and of users. */
const data = `import datetime, pwd, socket, ssl, zoneinfo
print(ssl.create_default_context().cert_store_stats()["x509_ca"] > 100)
print(zoneinfo.ZoneInfo("Europe/Rome").utcoffset(datetime.datetime(2026, 7, 1)))
print(socket.getservbyname("https"), pwd.getpwuid(0).pw_name, socket.getaddrinfo("localhost", 80)[0][4][0])`;

describeCorpus("Python services on nothing but Python", applications, ({ stack }) => {
  const python = (name: string, program: string): Promise<string> =>
    inside(`${stack.prefix}-${name}`, "python", "-c", program);

  it("have no shell", async () => {
    for (const name of names)
      expect(await inside(`${stack.prefix}-${name}`, "/bin/sh", "-c", "echo there"), name).to.match(/no such file/);
  });

  it("have the whole standard library, but for windows, installers and other systems", async () => {
    const absent = (await python("python-plain", missing)).trim().split(" ");
    const others = ["_ios_support", "_overlapped", "_scproxy", "_winapi", "_wmi", "msvcrt", "nt", "winreg", "winsound"];
    const unwanted = ["_tkinter", "ensurepip", "idlelib", "pydoc_data", "tkinter", "turtle", "turtledemo"];
    // Debian has it in a package of its own, the official image has it.
    const standIn = ["_gdbm"];
    expect(absent.filter((name) => ![...others, ...unwanted, ...standIn].includes(name))).to.deep.equal([]);
  });

  it("find authorities, times and names", async () => {
    const said = (await python("python-plain", data)).trim().split("\n");
    expect(said.slice(0, 2)).to.deep.equal(["True", "2:00:00"]);
    expect(said[2]).to.match(/^443 root (?:127\.0\.0\.1|::1)$/);
  });

  it("compile nothing when they start, and compare no bytecode with its source", async () => {
    for (const name of names) {
      const kinds = JSON.parse(await python(name, bytecodeKinds)) as Record<string, number>;
      expect(Object.keys(kinds), name).to.deep.equal(["1"]);
      expect(kinds["1"], name).to.be.above(400);
    }
  });
});
