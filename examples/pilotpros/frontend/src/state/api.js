const timeoutMs = 10_000;

/** An answer that isn't a success, with the problem details that the service sent. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? sentenceFor(status));
    this.status = status;
    this.faults = problem?.faults ?? [];
  }
}

const sentenceFor = (status) =>
  status >= 502 && status <= 504
    ? "the service is restarting, try again in a moment"
    : `the service answered ${status}`;

async function call(path, { method = "GET", body } = {}) {
  const response = await answerOf(path, {
    method,
    headers: body && { "content-type": "application/json" },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const content = await response.json().catch(() => undefined);
  if (!response.ok || content === undefined) throw new ApiError(response.status, content);
  return content;
}

async function answerOf(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new ApiError(0, { detail: "the service can't be reached" });
  }
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value != null)).toString();

export const api = {
  processes: (cursor) => call(`/api/processes?${query({ limit: 12, cursor })}`),
  addProcess: (process) => call("/api/processes", { method: "POST", body: process }),
  runs: (cursor) => call(`/api/runs?${query({ limit: 15, cursor })}`),
  run: (id) => call(`/api/runs/${id}`),
  startRun: (processId) => call(`/api/processes/${processId}/runs`, { method: "POST" }),
  summary: () => call("/api/summary"),
};
