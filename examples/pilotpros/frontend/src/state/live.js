import { ref } from "vue";

const pollMs = 3_000;

/** The service sends a sign of life every 15 s; a stream without any may be open at this end only. */
const silentMs = 40_000;

/**
 * Follows runs by server-sent events, and asks every few seconds for as long as those don't get through.
 * The state is "connecting", "live", "polling" or "offline".
 */
export function followRuns({ onRun, refresh }) {
  const state = ref("connecting");
  let source;
  let poll;
  let heardAt;

  async function read() {
    try {
      await refresh();
      if (state.value !== "live") state.value = "polling";
    } catch {
      state.value = "offline";
    }
  }

  function on(event, handle) {
    source.addEventListener(event, ({ data }) => {
      heardAt = Date.now();
      handle(data);
    });
  }

  function listen() {
    source?.close();
    source = new EventSource("/api/events");
    on("hello", () => {
      state.value = "live";
      clearInterval(poll);
      poll = undefined;
      // What happened while nobody listened is read once.
      void read();
    });
    on("run", (data) => onRun(JSON.parse(data)));
    on("resync", () => void read());
    on("beat", () => {});
    source.addEventListener("error", lost);
  }

  function lost() {
    if (state.value === "live") state.value = "connecting";
    poll ??= setInterval(askAgain, pollMs);
  }

  function askAgain() {
    void read();
    // After an error answer of the edge, a browser gives the stream up for good.
    if (source.readyState === EventSource.CLOSED) listen();
  }

  function lookForLife() {
    if (state.value !== "live" || Date.now() - heardAt < silentMs) return;
    lost();
    listen();
  }

  listen();
  // Until the stream says hello, it counts as lost: some proxies keep its beginning to themselves.
  lost();
  setInterval(lookForLife, 5_000);
  return { state };
}
