import * as pulumi from "@pulumi/pulumi";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/** Often enough to be taken for alive, seldom enough to be read. */
const everyMs = 1000;

/** The step that a build is at, by what BuildKit printed so far: the last one that began and has not ended. */
export function currentStep(log: string): string | undefined {
  const open = new Map<string, string>();
  for (const line of log.split("\n")) {
    const [, step = "", rest = ""] = /^#(\d+) (.+)$/.exec(line) ?? [];
    // Each begins with a line such as "#5 [build 2/3] RUN npm run build".
    if (/^\[|^exporting to/.test(rest)) open.set(step, rest);
    else if (/^(?:DONE|CACHED|ERROR|CANCELED)\b/.test(rest)) open.delete(step);
  }
  return [...open.values()].at(-1)?.replace(/\s+/g, " ").slice(0, 100);
}

/** Shows the step that a build is at beside its resource, until it is told to stop. */
export class BuildProgress {
  #timer: NodeJS.Timeout | undefined;
  #began = 0;
  /** The provider appends to what builds of before printed. */
  #from = 0;

  #resource: pulumi.Resource | undefined;

  constructor(private readonly logFile: string) {}

  /**
   * Trap waiting-word: messages go one after the other, and one about a resource waits until the program knows its URN,
   * which it does when it is made. All words about a failure would wait for the resource that fails. The engine knows the URN before.
   */
  start(urn: string): void {
    const known: unknown = { urn: pulumi.output(urn) };
    this.#resource = known as pulumi.Resource;
    this.#from = sizeOf(this.logFile);
    this.#began = Date.now();
    this.#timer = setInterval(() => void this.#tell(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #tell(): Promise<void> {
    const step = currentStep(textFrom(this.logFile, this.#from));
    const seconds = Math.round((Date.now() - this.#began) / 1000);
    if (step === undefined) return;
    // The last argument: it takes the place of the one before, and is kept nowhere.
    await pulumi.log.info(`${step} (${seconds} s)`, this.#resource, undefined, true).catch(() => undefined);
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function textFrom(file: string, from: number): string {
  const size = sizeOf(file);
  if (size === 0) return "";
  const begin = size < from ? 0 : from;
  const descriptor = openSync(file, "r");
  try {
    const text = Buffer.alloc(fstatSync(descriptor).size - begin);
    return text.toString("utf8", 0, readSync(descriptor, text, 0, text.length, begin));
  } finally {
    closeSync(descriptor);
  }
}
