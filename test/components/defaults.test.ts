import { expect } from "chai";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { pinnedImages } from "../../lib/images/pinned";
import { valueOf } from "../../lib/tuning/setting";
import { cachingNginxDefaults, validateCachingNginx } from "../../lib/validation/caching-nginx";
import { usualMode } from "../../lib/validation/development";
import { makingDefaults } from "../../lib/validation/image-base";
import { n8nDefaults, validateN8n } from "../../lib/validation/n8n";
import { validateNetwork } from "../../lib/validation/network";
import {
  pythonServiceDefaults,
  pythonTuningDefaults,
  validatePythonService,
} from "../../lib/validation/python-service";
import { nodeServiceDefaults, nodeTuningDefaults, validateNodeService } from "../../lib/validation/node-service";
import { postgresDefaults, validatePostgres } from "../../lib/validation/postgres";
import { registryCacheDefaults, validateRegistryCache } from "../../lib/validation/registry-cache";
import { staticSiteDefaults, validateStaticSite } from "../../lib/validation/static-site";
import { n8nSpec } from "../../lib/spec/n8n";
import { plainRoute } from "../../lib/spec/route";

const folder = join(__dirname, "..", "..", "lib", "components");

/** One property of an argument interface as its comment documents it. */
interface Documented {
  owner: string;
  name: string;
  optional: boolean;
  /** The comment without its tags. */
  text: string;
  default: string | undefined;
}

function documented(file: string): Documented[] {
  const source = ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isInterfaceDeclaration).flatMap((declaration) =>
    declaration.members.filter(ts.isPropertySignature).map((member) => {
      const comments = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
      const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
      return {
        owner: declaration.name.text,
        name: member.name.getText(),
        optional: member.questionToken !== undefined,
        text: comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(""),
        default: tag && (ts.getTextOfJSDocComment(tag.comment) ?? ""),
      };
    }),
  );
}

const properties = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .flatMap(documented);
const args = properties.filter(({ owner }) => owner.endsWith("Args"));

const owner = { email: "owner@example.com", password: "x" };
const database = { pool: 10, password: "x" } as never;
const postgres = validatePostgres("db", { password: "x", clients: { app: { password: "x" } } }).checked;
const n8n = validateN8n("automation", { database, encryptionKey: "x", owner }).checked;
const site = validateStaticSite("web", { image: "web:1" }).checked;
const node = validateNodeService("api", { image: "api:1", port: 3000, publish: 80 }).checked;
const built = validateNodeService("api", { build: { context: "examples/pilotpros/backend" }, port: 3000 }).checked;
const python = validatePythonService("api", { image: "api:1", port: 8000 }).checked;
const edge = validateCachingNginx("edge", { routes: [{ ...plainRoute, path: "/", service: "api", port: 80 }] }).checked;
const mirror = validateRegistryCache("mirror", { upstream: "https://registry.example" }).checked;
const network = validateNetwork("shop", {}).spec;
const setting = (name: string) => valueOf(n8n.settings, name);

/** Where the code keeps each default that a comment gives as a value. */
const actual: Record<string, unknown> = {
  "BuildArgs.dockerfile": "build" in built.image ? built.image.build.dockerfile : undefined,
  "BuildArgs.base": makingDefaults.base,
  "BuildArgs.bundle": makingDefaults.bundle,
  "BuildArgs.compileCache": makingDefaults.compileCache,
  "CachingNginxArgs.image": edge.image,
  "CachingNginxArgs.memory": cachingNginxDefaults.memory,
  "CachingNginxArgs.cpus": cachingNginxDefaults.cpus,
  "DatabaseClientArgs.pool": postgres.clients[0]?.pool,
  "N8nEngineArgs.image": n8n.image,
  "N8nEngineArgs.concurrency": setting("N8N_CONCURRENCY_PRODUCTION_LIMIT"),
  "N8nEngineArgs.executionTimeout": `${Number(setting("EXECUTIONS_TIMEOUT")) / 60}m`,
  "N8nEngineArgs.executionTimeoutMax": `${Number(setting("EXECUTIONS_TIMEOUT_MAX")) / 60}m`,
  "N8nEngineArgs.retention": `${setting("EXECUTIONS_DATA_MAX_AGE")}h`,
  "N8nEngineArgs.payload": `${setting("N8N_PAYLOAD_SIZE_MAX")}MiB`,
  "N8nEngineArgs.timezone": setting("GENERIC_TIMEZONE"),
  "N8nEngineArgs.memory": n8nDefaults.memory,
  "N8nEngineArgs.cpus": n8nDefaults.cpus,
  "N8nOwnerArgs.firstName": n8nSpec("automation", n8n).environment["N8N_INSTANCE_OWNER_FIRST_NAME"],
  "N8nOwnerArgs.lastName": n8nSpec("automation", n8n).environment["N8N_INSTANCE_OWNER_LAST_NAME"],
  "OptimizedNodeServiceArgs.user": node.user,
  "OptimizedNodeServiceArgs.healthPath": node.healthPath,
  "OptimizedNodeServiceArgs.longestRequest": `${node.longestRequestMs / 1000}s`,
  "OptimizedNodeServiceArgs.mode": usualMode,
  "OptimizedNodeServiceArgs.profile": nodeTuningDefaults.profile,
  "OptimizedNodeServiceArgs.workers": nodeTuningDefaults.workers,
  "OptimizedNodeServiceArgs.nodeVersion": nodeTuningDefaults.nodeVersion,
  "OptimizedNodeServiceArgs.memory": nodeServiceDefaults.memory,
  "OptimizedNodeServiceArgs.cpus": nodeServiceDefaults.cpus,
  "OptimizedPythonServiceArgs.healthPath": python.healthPath,
  "OptimizedPythonServiceArgs.longestRequest": `${python.longestRequestMs / 1000}s`,
  "OptimizedPythonServiceArgs.work": pythonTuningDefaults.work,
  "OptimizedPythonServiceArgs.workerMemory": pythonTuningDefaults.workerMemory,
  "OptimizedPythonServiceArgs.mode": usualMode,
  "OptimizedPythonServiceArgs.user": python.user,
  "OptimizedPythonServiceArgs.memory": pythonServiceDefaults.memory,
  "OptimizedPythonServiceArgs.cpus": pythonServiceDefaults.cpus,
  "RegistryCacheArgs.image": mirror.image,
  "RegistryCacheArgs.keep": `${valueOf(mirror.settings, "proxy.ttl")}h`,
  "RegistryCacheArgs.memory": registryCacheDefaults.memory,
  "RegistryCacheArgs.cpus": registryCacheDefaults.cpus,
  "ServiceArgs.pids": node.service.limits.pids,
  "ServiceArgs.publishAddress": node.service.ports[0]?.address,
  "ServiceNetworkArgs.mtu": network.mtu,
  "ServiceNetworkArgs.internal": network.internal,
  "ServiceNetworkArgs.masquerade": network.masquerade,
  "ServiceNetworkArgs.interContainer": network.interContainer,
  "StaticSiteArgs.mode": usualMode,
  "StaticSiteArgs.port": site.port,
  "StaticSiteArgs.root": site.root,
  "StaticSiteArgs.hashedPath": site.hashedPath,
  "StaticSiteArgs.singlePage": site.singlePage,
  "StaticSiteArgs.memory": staticSiteDefaults.memory,
  "StaticSiteArgs.cpus": staticSiteDefaults.cpus,
  "PostgresStorageArgs.kind": postgres.limits.storage,
  "TunedPostgresArgs.image": postgres.image,
  "TunedPostgresArgs.slowQuery": `${Number(valueOf(postgres.settings, "log_min_duration_statement")) / 1000}s`,
  "TunedPostgresArgs.memory": postgresDefaults.memory,
  "TunedPostgresArgs.cpus": postgresDefaults.cpus,
};

/** The value a default begins with, when it is one: `"512MiB": room for ...` is "512MiB". */
function literal(text: string): unknown {
  const [, found] = /^("[^"]*"|\d+(?:\.\d+)?|true|false)(?=$|[,:;]| (?!%))/.exec(text) ?? [];
  return found === undefined ? undefined : (JSON.parse(found) as unknown);
}

const path = ({ owner, name }: Documented): string => `${owner}.${name}`;

describe("the arguments' comments", () => {
  it("say what each argument means", () => {
    const explained = ({ text, name }: Documented): boolean =>
      text.trim().length > 8 || ["email", "port", "firstName", "lastName"].includes(name);
    expect(args.length).to.be.above(50);
    expect(args.filter((property) => !explained(property)).map(path)).to.deep.equal([]);
  });

  it("give each optional argument's default, and no required one's", () => {
    expect(args.filter((property) => property.optional !== (property.default !== undefined)).map(path)).to.deep.equal(
      [],
    );
  });

  for (const property of args) {
    const value = literal(property.default ?? "");
    if (value === undefined) continue;
    it(`give ${path(property)} the default ${JSON.stringify(value)}, as the code does`, () => {
      expect(actual, "a default that this test doesn't know").to.have.property(path(property));
      expect(value).to.equal(actual[path(property)]);
    });
  }

  it("are compared wherever the code has a value", () => {
    const compared = new Set(args.filter((property) => literal(property.default ?? "") !== undefined).map(path));
    expect(Object.keys(actual).filter((name) => !compared.has(name))).to.deep.equal([]);
  });

  it("name pinned images and no others", () => {
    const named = args
      .filter(({ name }) => name === "image")
      .flatMap((property) => literal(property.default ?? "") ?? []);
    expect(named.filter((image) => !Object.values<unknown>(pinnedImages).includes(image))).to.deep.equal([]);
  });
});
