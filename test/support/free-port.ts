import { Ports } from "../../lib/testing/real/ports";

const ports = new Ports();
let asked = 0;

/** A port of 127.0.0.1 that nothing listens on, and that this process has given to no other test and to no stack. */
export async function freePort(): Promise<number> {
  await ports.find();
  return ports.port(String(asked++));
}
