import { expect } from "chai";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { OptimizedNodeService, StaticSite, type BuildArgs } from "plimsoll";
import { auditStack } from "../../lib/audit";
import { corpusFolder } from "./applications";
import { EngineStack, describeOnEngine, docker, inOrder } from "./engine";
import { freePort } from "./free-port";
import { removeBuilds } from "./live";
import { nameIndex } from "./python-index";

/** An application of test/images/corpus, and what its user expects of it. */
export interface CorpusApplication {
  /** The component that runs it. */
  make: (name: string, args: Built) => void;
  /** What `build` says beside the folder. */
  build?: Partial<BuildArgs>;
  /** The folder's name in the corpus, where the same one is built in several ways. @default its own name */
  folder?: string;
  answers: readonly Answer[];
}

/** What the suite gives to the component. */
export interface Built {
  build: BuildArgs;
  publish: number;
}

/** A request, and what comes back. */
export interface Answer {
  path: string;
  /** @default 200 */
  status?: number;
  /** Text that the body holds. @default any */
  holds?: string;
}

/** A Node service that answers on `port`. */
export const nodeService =
  (port = 3000, memory = "256MiB", healthPath = "/health"): CorpusApplication["make"] =>
  (name, args) => {
    new OptimizedNodeService(name, { ...args, port, memory, healthPath });
  };

export const staticSite: CorpusApplication["make"] = (name, args) => {
  new StaticSite(name, args);
};

/** What the audit finds in images that are made, and why it is left. */
export const explained: Readonly<Record<string, string>> = {
  "no-shell": "entrypoints and health checks of the slim and official images are scripts",
  "no-package-managers": "of the base; the root file system is read-only, and there is nowhere to install to",
  "no-setuid": "of the base; no-new-privileges takes the bit its effect",
  "little-waste": "apt rewrites the lists in which the base keeps its packages",
  "little-baggage": "of the base's own npm, and tests and types that packages bring: a program may read them",
};

/** Behind a proxy that signs HTTPS itself, Node's own variable names its authority. */
const authority = process.env["NODE_EXTRA_CA_CERTS"];
export const secretFiles: Pick<BuildArgs, "secretFiles"> =
  authority === undefined ? {} : { secretFiles: { ca: authority } };

/**
 * Builds applications on the real engine, in one stack: each is found healthy, answers as its user expects, and has an
 * image as it should be. `more` are tests of the same stack.
 */
export function describeCorpus(
  title: string,
  applications: Readonly<Record<string, CorpusApplication>>,
  more: (suite: CorpusStack) => void = () => undefined,
): void {
  describeOnEngine(title, function () {
    this.timeout(900_000);
    inOrder();
    const suite = new CorpusStack(applications);
    before(() => suite.prepare());
    after(() => suite.remove());

    it("are built, and healthy", async () => {
      const { steps } = await suite.stack.up(suite.program);
      for (const name of Object.keys(applications)) expect(steps[name], name).to.equal("create");
    });

    for (const [name, { answers }] of Object.entries(applications)) {
      it(`${name} answers as its user expects`, async () => {
        for (const { path, status = 200, holds = "" } of answers) {
          const response = await suite.ask(name, path);
          expect(response.status, path).to.equal(status);
          expect(await response.text(), path).to.include(holds);
        }
      });
    }

    it("have at most ten layers, a numeric user and a command without a shell", async () => {
      for (const name of Object.keys(applications)) {
        const { RootFS, Config } = await suite.imageOf(name);
        expect(RootFS.Layers?.length, name).to.be.at.most(10);
        expect(Config.User, name).to.match(/^[1-9]\d*:\d+$/);
        expect(Config.Cmd?.[0], name).not.to.equal("/bin/sh");
      }
    });

    it("have no finding of the audit that is not explained", async () => {
      const audits = await auditStack(`${suite.stack.project}/${suite.stack.name}`);
      const unexplained = audits.flatMap(({ container, findings }) =>
        findings
          .filter(({ rule }) => !(rule in explained))
          .map(({ rule, problem, evidence }) => `${container} ${rule}: ${problem} ${JSON.stringify(evidence)}`),
      );
      expect(new Set(audits.map(({ service }) => service))).to.deep.equal(new Set(Object.keys(applications)));
      expect(unexplained).to.deep.equal([]);
    });

    more(suite);

    it("are left alone by the next preview", async () => {
      const { steps } = await suite.stack.preview(suite.program);
      expect(steps).to.deep.equal({});
    });
  });
}

/** A stack that runs applications of the corpus, from copies. */
export class CorpusStack {
  readonly stack = new EngineStack("corpus");
  readonly #ports: Record<string, number> = {};

  constructor(readonly applications: Readonly<Record<string, CorpusApplication>>) {}

  folder(name: string): string {
    return join(this.stack.folder, "apps", name);
  }

  ask(name: string, path = "/", init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#ports[name]}${path}`, init);
  }

  async imageOf(name: string) {
    const { Image } = await docker.getContainer(`${this.stack.prefix}-${name}`).inspect();
    return docker.getImage(Image).inspect();
  }

  readonly program = async (): Promise<void> => {
    for (const [name, { make, build }] of Object.entries(this.applications)) {
      make(name, { build: { context: this.folder(name), ...secretFiles, ...build }, publish: this.#ports[name] ?? 0 });
    }
    return Promise.resolve();
  };

  async prepare(): Promise<void> {
    for (const [name, { folder = name }] of Object.entries(this.applications)) {
      this.#ports[name] = await freePort();
      cpSync(corpusFolder(folder), this.folder(name), { recursive: true });
      nameIndex(this.folder(name));
    }
  }

  async remove(): Promise<void> {
    await this.stack.remove();
    removeBuilds(this.stack.prefix);
  }
}
