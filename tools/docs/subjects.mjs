// Each component at its default limits: the arguments that can't be left out, and mistakes whose answers its page shows.

import { join } from "node:path";
import { require as load } from "tsx/cjs/api";
import { root } from "../setup/places.mjs";

/** The library as it is, compiled in passing: no build has to come first, and none can be stale. */
const lib = (file) => load(join(root, "lib", `${file}.ts`), import.meta.url);

const { validatePostgres } = lib("validation/postgres");
const { validateN8n } = lib("validation/n8n");
const { validateNodeService } = lib("validation/node-service");
const { validatePythonService } = lib("validation/python-service");
const { validateStaticSite } = lib("validation/static-site");
const { validateCachingNginx } = lib("validation/caching-nginx");
const { validateRegistryCache } = lib("validation/registry-cache");
const { validateNetwork } = lib("validation/network");
const { plainRoute } = lib("spec/route");
export const { describeFault, describeFaults } = lib("validation/fault");
export const { inputWords } = lib("report/explain");
export const { formatMemory } = lib("units/memory");
export const { formatDuration } = lib("units/duration");
export const { hardening } = lib("engines/docker/hardening");
export const { health: healthOnEngine } = lib("engines/docker/health");

const password = "example";
const database = { host: "db", port: 5432, database: "n8n", user: "n8n", password, pool: 10, ready: {} };
const route = { ...plainRoute, path: "/api/", service: "api", port: 3001, cache: true };

/** In each refusal: the service's name, where it is the mistake, and the arguments beside those of `args`, as a program writes them. `several` are mistakes of one program. */
export const subjects = {
  TunedPostgres: {
    file: "tuned-postgres",
    name: "db",
    args: { password },
    validate: validatePostgres,
    spec: lib("spec/postgres").postgresSpec,
    several: { memory: "512MB", clients: { shop: {} } },
    refusals: [
      { args: { memory: "512MB" } },
      { args: { memory: "96MiB" } },
      { args: { memory: "1GiB", memoryReservation: "2GiB" } },
      { args: { clients: { api: { password, pool: 200 } } } },
      { args: { clients: { postgres: { password } } } },
      { args: { settings: { work_mem: "64MB" } } },
      { args: { settings: { port: "5433" } } },
      { args: { storage: { size: "10GiB" }, settings: { max_wal_size: "4GB" } } },
      { args: { image: "postgres:latest" } },
      { args: { image: "postgres:19.1" } },
      { args: { password: undefined } },
    ],
  },
  N8nEngine: {
    file: "n8n-engine",
    name: "automation",
    args: { database, encryptionKey: password },
    validate: validateN8n,
    spec: lib("spec/n8n").n8nSpec,
    refusals: [
      { args: { encryptionKey: undefined } },
      { args: { memory: "512MiB" } },
      { args: { heap: "1400MiB" } },
      { args: { settings: { N8N_CONCURRENCY: "10" } } },
      { args: { settings: { N8N_SMTP_PASS: "secret" } } },
      { args: { settings: { EXECUTIONS_MODE: "queue" } } },
      { args: { image: "n8nio/n8n:latest" } },
      { args: { executionTimeout: "1h" } },
      { args: { stopGrace: "10s" } },
      { args: { publicUrl: "https://example.com/n8n" } },
      { args: { timezone: "Rome" } },
    ],
  },
  OptimizedNodeService: {
    file: "optimized-node-service",
    name: "api",
    args: { image: "shop/api:1.4.2", port: 3001 },
    validate: validateNodeService,
    spec: lib("spec/node-service").nodeServiceSpec,
    refusals: [
      { name: "Order_API", args: {} },
      { args: { heap: "500MiB" } },
      { args: { flags: ["--optimize-for-size"] } },
      { args: { nodeVersion: 20 } },
      { args: { workers: 4 } },
      { args: { port: 70_000 } },
      { args: { image: undefined, build: { context: "./no-such-folder" } } },
      { args: { environment: { NODE_OPTIONS: "--inspect" } } },
      { args: { health: { interval: "30" } } },
      { args: { publishAddress: "0.0.0.0" } },
    ],
  },
  OptimizedPythonService: {
    file: "optimized-python-service",
    name: "api",
    args: { image: "shop/api:1.4.2", port: 8000, server: "gunicorn" },
    validate: validatePythonService,
    spec: lib("spec/python-service").pythonServiceSpec,
    refusals: [
      { name: "Order_API", args: {} },
      { args: { workers: 4 } },
      { args: { server: "own", workers: 2 } },
      { args: { pythonVersion: "3.9" } },
      { args: { work: "sleeping" } },
      { args: { workerMemory: "8MiB" } },
      { args: { image: undefined, build: { context: "./no-such-folder" } } },
      { args: { environment: { GUNICORN_CMD_ARGS: "--reload" } } },
      { args: { publishAddress: "0.0.0.0" } },
    ],
  },
  StaticSite: {
    file: "static-site",
    name: "site",
    args: { image: "shop/site:1.4.2" },
    validate: validateStaticSite,
    spec: lib("spec/static-site").staticSiteSpec,
    refusals: [
      { args: { image: undefined }, written: "no build, no image" },
      { args: { image: undefined, build: { context: "./no-such-folder" } } },
      { args: { hashedPath: "assets" } },
      { args: { cpus: 0 } },
      { args: { memory: "16MiB" } },
    ],
  },
  CachingNginx: {
    file: "caching-nginx",
    name: "edge",
    args: { routes: [route] },
    validate: validateCachingNginx,
    spec: lib("spec/caching-nginx").cachingNginxSpec,
    refusals: [
      { args: { routes: [] } },
      { args: { routes: [{ ...route, path: "/api" }] }, written: 'routes: [api.route("/api")]' },
      {
        args: { routes: [route, { ...route, service: "other" }] },
        written: 'routes: [api.route("/api/"), other.route("/api/")]',
      },
      { args: { image: "nginx:1.27.3-alpine" } },
      { args: { cacheSize: "100MiB" } },
      { args: { acknowledge: ["speed"] } },
      { args: { publish: 0 } },
    ],
  },
  RegistryCache: {
    file: "registry-cache",
    name: "cache",
    args: {},
    validate: validateRegistryCache,
    spec: lib("spec/registry-cache").registryCacheSpec,
    refusals: [
      { args: { publish: 5000, publishAddress: "0.0.0.0" } },
      { args: { upstream: "registry.example:5000" } },
      { args: { upstream: "https://registry.example/library" } },
      { args: { upstream: "https://hub.docker.com" } },
      { args: { keep: "24h" } },
      { args: { upstream: "https://registry.example", keep: "10m" } },
      { args: { image: "registry:2.8.3" } },
      { args: { image: "registry:3" } },
      { args: { memory: "16MiB" } },
    ],
  },
  ServiceNetwork: {
    file: "service-network",
    name: "shop",
    args: {},
    validate: validateNetwork,
    refusals: [
      { name: "My_Shop", args: {} },
      { args: { subnet: "172.20.0.0" } },
      { args: { subnet: "172.20.1.0/16" } },
      { args: { subnet: "172.20.0.0/30" } },
      { args: { mtu: 100 } },
    ],
  },
};
