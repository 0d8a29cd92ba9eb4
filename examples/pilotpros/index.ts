import { CachingNginx, N8nEngine, OptimizedNodeService, ServiceNetwork, StaticSite, TunedPostgres } from "plimsoll";
import { config, secretFiles } from "./config";

const network = new ServiceNetwork("network", { subnet: config.subnet });

const db = new TunedPostgres("db", {
  network,
  memory: "2GiB",
  memoryReservation: "1GiB",
  cpus: 2,
  cpusReserved: 1,
  health: { startPeriod: "30s" },
  password: config.postgresPassword,
  clients: {
    pilotpros: { password: config.pilotprosPassword, pool: 10 },
    n8n: { password: config.n8nPassword, pool: 10 },
  },
});

const automation = new N8nEngine("automation", {
  network,
  memory: "1536MiB",
  memoryReservation: "512MiB",
  cpus: 2,
  cpusReserved: 1,
  heap: "1024MiB",
  database: db.client("n8n"),
  encryptionKey: config.n8nEncryptionKey,
  owner: { email: config.ownerEmail, password: config.n8nOwnerPassword, firstName: "PilotPros", lastName: "Owner" },
  workflows: "./workflows",
  publicUrl: `http://localhost:${config.port}/n8n/`,
  timezone: config.timezone,
  // n8n is an engine behind a product here: its agents, chat and assistants are not used, and cost 40 MiB and 2 s at each start.
  settings: { N8N_DISABLED_MODULES: "agents,instance-ai,chat-hub,mcp,mcp-registry,workflow-builder" },
});

const api = new OptimizedNodeService("api", {
  network,
  memory: "512MiB",
  memoryReservation: "256MiB",
  cpus: 1,
  cpusReserved: 0.5,
  heap: "384MiB",
  build: { context: "./backend", secretFiles },
  port: 3001,
  database: db.client("pilotpros"),
  environment: { AUTOMATION_URL: `http://${automation.serviceName}:5678`, CALLBACK_URL: "http://api:3001" },
});

const frontend = new StaticSite("frontend", {
  network,
  cpus: 1,
  cpusReserved: 0.3,
  build: { context: "./frontend", secretFiles },
});

const edge = new CachingNginx("edge", {
  network,
  memory: "128MiB",
  memoryReservation: "32MiB",
  cpus: 0.5,
  cpusReserved: 0.1,
  routes: [api.route("/api/"), automation.route("/n8n/"), frontend.route("/")],
  publish: config.port,
});

export const url = edge.url;
