import { computed, reactive, readonly } from "vue";
import { api } from "./api.js";
import { followRuns } from "./live.js";
import { announce } from "./announcer.js";

/** What the page knows; components read it and call the actions below. */
const board = reactive({
  processes: [],
  processesCursor: null,
  runs: [],
  runsCursor: null,
  summary: null,
  loaded: false,
  error: null,
});

export const finished = ({ status }) => status === "succeeded" || status === "failed";

const byNewest = (a, b) => b.id - a.id;

const merge = (known, fresh) =>
  [...new Map([...known, ...fresh].map((item) => [item.id, item])).values()].sort(byNewest);

function keepRun(run) {
  const before = board.runs.find(({ id }) => id === run.id);
  // Answers may overtake each other: what is finished stays finished.
  if (before && finished(before) && !finished(run)) return;
  board.runs = merge(board.runs, [run]);
  if (finished(run) && !(before && finished(before))) {
    announce(`Run ${run.id}, ${run.processName}, ${run.status}`);
    void readSummary();
  }
}

async function readSummary() {
  board.summary = await api.summary();
}

export async function refresh() {
  try {
    const [processes, runs] = await Promise.all([api.processes(), api.runs(), readSummary()]);
    board.processes = merge(board.processes, processes.items);
    const missed = board.runs.filter((run) => !finished(run) && !runs.items.some(({ id }) => id === run.id));
    board.runs = merge(board.runs, runs.items);
    // Open runs further down than the first page may have ended while nobody listened.
    for (const { id } of missed) keepRun(await api.run(id));
    if (!board.loaded) {
      board.processesCursor = processes.nextCursor;
      board.runsCursor = runs.nextCursor;
    }
    board.loaded = true;
    board.error = null;
  } catch (error) {
    board.error = error.message;
    throw error;
  }
}

export async function moreProcesses() {
  const { items, nextCursor } = await api.processes(board.processesCursor);
  board.processes = merge(board.processes, items);
  board.processesCursor = nextCursor;
}

export async function moreRuns() {
  const { items, nextCursor } = await api.runs(board.runsCursor);
  board.runs = merge(items, board.runs);
  board.runsCursor = nextCursor;
}

export async function startRun(process) {
  const run = await api.startRun(process.id);
  keepRun(run);
  announce(`Run ${run.id} of ${process.name} started`);
  void readSummary();
  return run;
}

export async function addProcess(process) {
  const added = await api.addProcess(process);
  board.processes = merge(board.processes, [added]);
  announce(`Process ${added.name} created`);
  void readSummary();
  return added;
}

/** The newest run of each process, which its card shows. */
export const latestRuns = computed(() => {
  const latest = new Map();
  for (const run of board.runs) if (!latest.has(run.processId)) latest.set(run.processId, run);
  return latest;
});

export const stepNames = computed(
  () => new Map(board.processes.map(({ id, steps }) => [id, steps.map(({ name }) => name)])),
);

export const state = readonly(board);

/** Starts following; gives the state of the connection. */
export const followBoard = () => followRuns({ onRun: keepRun, refresh }).state;
