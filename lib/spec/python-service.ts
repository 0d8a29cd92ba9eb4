import { pythonEnvironment } from "../tuning/python";
import type { CheckedPythonService } from "../validation/python-service";
import { temporaryFolder } from "./defaults";
import { programSecrets } from "./program-secrets";
import type { ServiceSpec } from "./service-spec";

export function pythonServiceSpec(name: string, checked: CheckedPythonService): ServiceSpec {
  const told = programSecrets(checked);
  const { port, database, workers, start, live } = checked;
  const command = live?.command ?? start;
  return {
    name,
    component: "OptimizedPythonService",
    image: checked.image,
    // The image's own command names a port for those who start it by hand.
    ...(command === undefined ? {} : { command: command.map((word) => word.replaceAll("$PORT", String(port))) }),
    environment: {
      // The user has no home. Libraries that keep something there, gunicorn's socket among them, would fail at the root.
      HOME: "/tmp",
      ...live?.environment,
      ...checked.environment,
      ...pythonEnvironment(checked.server, checked.settings, port),
      // The root is read-only; without this each start would try to write what it compiled.
      PYTHONDONTWRITEBYTECODE: "1",
      PORT: String(port),
      ...(database === undefined ? {} : { PGPOOL_MAX: String(Math.max(1, Math.floor(database.pool / workers))) }),
      ...told.environment,
    },
    files: told.files,
    limits: checked.service.limits,
    user: checked.user,
    // Python as the first process neither reaps children nor ends on SIGTERM by itself.
    init: true,
    scratch: [temporaryFolder(32)],
    volumes: [],
    source: live?.source,
    health: { ...checked.service.health, command: pythonProbe(port, checked.healthPath) },
    stop: { signal: "SIGTERM", graceMs: checked.service.graceMs },
    ports: checked.service.ports,
  };
}

/**
 * Slim images have neither curl nor wget. Without site packages and environment a bare socket takes 16 ms of CPU, `http.client` 32,
 * `urllib` 43. The host is one that frameworks with a list of hosts are told anyway.
 */
function pythonProbe(port: number, path: string): string[] {
  const request = String.raw`GET ${path} HTTP/1.0\r\nHost: localhost\r\n\r\n`;
  const script = [
    "import socket, sys",
    `s = socket.create_connection(("127.0.0.1", ${port}), 2.5)`,
    `s.sendall(b"${request}")`,
    `sys.exit(0 if s.recv(12)[8:] == b" 200" else 1)`,
  ];
  return ["python3", "-I", "-S", "-c", script.join("; ")];
}
