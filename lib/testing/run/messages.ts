import { log } from "@pulumi/pulumi";
import { getLocalStore } from "./pulumi-internals";

/** What a program said through `pulumi.log`. */
export interface Message {
  severity: "info" | "warn" | "error";
  text: string;
}

/** Who listens, by the context of his program. */
const listeners = new WeakMap<object, (message: Message) => void>();

let listening = false;

/**
 * Takes what the program of this context says instead of printing it. Programs that run elsewhere in the process are
 * heard as ever.
 */
export function listen(context: object, hear: (message: Message) => void): void {
  listeners.set(context, hear);
  if (listening) return;
  listening = true;
  for (const severity of ["info", "warn", "error"] as const) {
    const print = log[severity];
    (log as Record<typeof severity, typeof print>)[severity] = (text, ...more) => {
      const store = getLocalStore();
      const heard = store && listeners.get(store);
      if (store === undefined || heard === undefined) return print(text, ...more);
      if (severity === "error") store.logErrorCount++;
      heard({ severity, text });
      return Promise.resolve();
    };
  }
}
