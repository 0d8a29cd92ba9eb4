import { expect } from "chai";
import { validatePythonService } from "../../lib/validation/python-service";
import { join } from "node:path";
import type { OptimizedPythonServiceArgs } from "../../lib/components/optimized-python-service";
import type { DatabaseConnection } from "../../lib/components/database-connection";

const check = (args: Partial<OptimizedPythonServiceArgs>): ReturnType<typeof validatePythonService> =>
  validatePythonService("api", { ...(args.build === undefined ? { image: "api:1" } : {}), port: 8000, ...args });

const lines = (faults: readonly { path: string; problem: string; remedy: string }[]): string[] =>
  faults.map(({ path, problem, remedy }) => `${path}: ${problem}; ${remedy}`);

const corpus = (name: string): string => join(__dirname, "..", "images", "corpus", name);

interface Row {
  args: Partial<OptimizedPythonServiceArgs>;
  saying: string;
}

const refused: Row[] = [
  {
    args: { server: "gunicorn", workers: 4 },
    saying: "workers: 4 workers of 128 MiB have no room in 512 MiB; write 3 at most, or raise memory",
  },
  {
    args: { workers: 2 },
    saying:
      "workers: is for gunicorn and uvicorn; of this program's server nothing is known; write server too if it is one of these, or leave it out",
  },
  {
    args: { server: "uvicorn", cpus: 3, database: { pool: 2 } as DatabaseConnection },
    saying:
      "workers: 3 workers need as many connections, the database keeps 2; raise the client's pool, or write fewer",
  },
  {
    args: { pythonVersion: "3.10" as never },
    saying: 'pythonVersion: Python 3.10 ended on 2026-10-31; write "3.13", or leave it out',
  },
  {
    args: { environment: { UVICORN_WORKERS: "9" } },
    saying:
      "environment.UVICORN_WORKERS: is set by the component; leave it out; workers, server, port and database are arguments",
  },
  {
    args: { build: { context: corpus("python-plain"), bundle: true } },
    saying: "build.bundle: is for Node services; leave it out",
  },
  {
    args: { build: { context: corpus("python-plain"), base: "alpine" } },
    saying:
      'build.base: "alpine" is no base of Python services; write "slim" or "minimal"; an image goes into baseImage',
  },
  {
    args: { build: { context: corpus("python-plain"), base: "minimal", packages: ["ffmpeg"] } },
    saying: 'build.packages: "minimal" takes no packages of the system; write base: ImageBase.slim',
  },
  {
    args: { build: { context: corpus("python-plain"), target: "x" } },
    saying: "build.target: a Dockerfile that is made has one result; leave it out, or write a Dockerfile",
  },
  {
    args: { build: { context: corpus("python-plain"), secretFiles: { npmrc: __filename } } },
    saying:
      'build.secretFiles.npmrc: a Dockerfile that is made for Python reads "ca" only; leave it out, or write a Dockerfile',
  },
  {
    args: { build: { context: corpus("python-plain"), packages: ["a b"] } },
    saying: 'build.packages[0]: "a b" is not a package\'s name; write one such as "imagemagick"',
  },
];

describe("the arguments of OptimizedPythonService", () => {
  for (const { args, saying } of refused) {
    it(`are refused: ${saying}`, () => {
      expect(lines(check(args).faults)).to.deep.equal([saying]);
    });
  }

  it("warn of workers that wait for each other", () => {
    expect(lines(check({ server: "uvicorn", workers: 2 }).warnings)).to.deep.equal([
      "workers: 2 workers share 1 CPUs: each waits for the others; write 1, or raise cpus",
    ]);
  });

  it("take the server of the folder, and the user's word before it", () => {
    const build = { context: corpus("python-fastapi") };
    expect(check({ build }).checked.server).to.equal("uvicorn");
    expect(check({ build, server: "own" }).checked.server).to.equal("own");
    expect(check({}).checked.server).to.equal("own");
  });

  it("let a stop wait for the longest request", () => {
    const { service, settings } = check({ server: "uvicorn", longestRequest: "2m" }).checked;
    expect(service.graceMs).to.equal(125_000);
    expect(settings.find(({ name }) => name === "--timeout-graceful-shutdown")?.value).to.equal(120);
  });
});
