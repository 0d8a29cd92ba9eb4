import { PassThrough } from "node:stream";
import { docker } from "../support/engine";

/** Gives a server these settings, "name=value", and resolves with what it says. */
export type ContainerRun = (settings: readonly string[]) => Promise<{ code: number; said: string }>;

/** Asks the server of an image, in a container of its own that goes with the answer: what is printed on success is work_mem of an untouched server. */
export const inContainer =
  (image: string): ContainerRun =>
  async (settings) => {
    const script =
      'initdb -D /tmp/data -A trust >/dev/null && postgres -C work_mem -D /tmp/data "$@" >/dev/null && postgres -C work_mem -D /tmp/data';
    const output = new PassThrough();
    let said = "";
    output.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const options = settings.flatMap((setting) => ["-c", setting]);
    const [status] = (await docker.run(image, options, [output, output] as never, {
      Entrypoint: ["sh", "-c", script, "sh"],
      User: "999:999",
      Tty: false,
      HostConfig: { AutoRemove: true, NetworkMode: "none" },
    })) as [{ StatusCode: number }];
    return { code: status.StatusCode, said: said.trim() };
  };
