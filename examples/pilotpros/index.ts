import {
  CachingNginx,
  ImageBase,
  Mode,
  N8nEngine,
  OptimizedNodeService,
  ServiceNetwork,
  StaticSite,
  TunedPostgres,
  planHost,
} from "plimsoll";
import { config, secretFiles } from "./config";

const mode = config.development ? Mode.development : Mode.production;

const plan = planHost(config.host, {
  db: { minimum: "512MiB", ideal: "2GiB", cpus: 2, cpusReserved: 1 },
  automation: { ...N8nEngine.demand, cpusReserved: 1 },
  api: { minimum: "256MiB", ideal: "512MiB", cpus: 1, cpusReserved: 0.5 },
  // In development a server of Node's builds each file when it is asked for.
  frontend: { ...(config.development ? OptimizedNodeService.demand : StaticSite.demand), cpus: 1, cpusReserved: 0.3 },
  edge: { minimum: "64MiB", ideal: "128MiB", cpus: 0.5, cpusReserved: 0.1 },
});

const network = new ServiceNetwork("network", { subnet: config.subnet });

const db = new TunedPostgres("db", {
  network,
  ...plan.db,
  password: config.postgresPassword,
  clients: {
    pilotpros: { password: config.pilotprosPassword, pool: 10 },
    n8n: { password: config.n8nPassword, pool: 10 },
  },
});

const automation = new N8nEngine("automation", {
  network,
  ...plan.automation,
  memoryReservation: "512MiB",
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
  ...plan.api,
  // No shell and no npm in it; the program is one file, and what Node compiles at a start is there already.
  build: { context: "./backend", base: ImageBase.minimal, bundle: true, compileCache: true, secretFiles },
  mode,
  port: 3001,
  database: db.client("pilotpros"),
  environment: { AUTOMATION_URL: `http://${automation.serviceName}:5678`, CALLBACK_URL: "http://api:3001" },
});

const frontend = new StaticSite("frontend", {
  network,
  ...plan.frontend,
  build: { context: "./frontend", secretFiles },
  mode,
});

const edge = new CachingNginx("edge", {
  network,
  ...plan.edge,
  memoryReservation: "32MiB",
  routes: [api.route("/api/"), automation.route("/n8n/"), frontend.route("/")],
  publish: config.port,
});

export const url = edge.url;
