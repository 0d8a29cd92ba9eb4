import { getLocalStore } from "./pulumi-internals";

/** Takes an error that nobody caught. */
type Taker = (error: unknown) => void;

const events = ["unhandledRejection", "uncaughtException"] as const;

type Listener = (error: unknown, origin: unknown) => void;

const takers = new Map<object, Taker>();
const others: Record<(typeof events)[number], Listener[]> = { unhandledRejection: [], uncaughtException: [] };

/**
 * Gives the errors that a program leaves lying about, such as a rejected output, to the run it belongs to. Test runners
 * listen for them as well and would blame whatever test is running; while a run lasts they hear only of what is not its own.
 * @returns ends it
 */
export function takeStrayErrors(context: object, take: Taker): () => void {
  if (takers.size === 0) standIn();
  takers.set(context, take);
  return () => {
    if (takers.delete(context) && takers.size === 0) standBack();
  };
}

/** Whose error it is: Node tells of it in the context of the promise or timer it comes from. */
function takerOf(): Taker | undefined {
  const context = getLocalStore();
  return context === undefined ? undefined : takers.get(context);
}

const handlers = Object.fromEntries(
  events.map((event) => [
    event,
    (error: unknown, origin: unknown) => {
      const take = takerOf();
      if (take !== undefined) return take(error);
      // With nobody else listening the process must end as it would have without this kit.
      if (others[event].length === 0) throw error;
      for (const listener of others[event]) listener.call(process, error, origin);
    },
  ]),
) as Record<(typeof events)[number], Listener>;

function standIn(): void {
  for (const event of events) {
    others[event] = process.rawListeners(event) as Listener[];
    process.removeAllListeners(event);
    process.on(event, handlers[event]);
  }
}

function standBack(): void {
  for (const event of events) {
    const since = (process.rawListeners(event) as Listener[]).filter((listener) => listener !== handlers[event]);
    process.removeAllListeners(event);
    for (const listener of [...others[event], ...since]) process.on(event, listener);
    others[event] = [];
  }
}
