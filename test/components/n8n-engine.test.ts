import { expect } from "chai";
import { N8nEngine, type N8nEngineArgs } from "plimsoll";
import { connection } from "../support/components";
import { envsOf, filesOf, inRole, run, waitsFor } from "../support/stacks";

const owner = { email: "owner@example.com", password: "Owner-1234" };

const build = (args: Partial<N8nEngineArgs> = {}) =>
  run(() => new N8nEngine("automation", { database: connection(), encryptionKey: "key", ...args }));

describe("N8nEngine", () => {
  it("finds its database by name and its secrets in files", async () => {
    const stack = await build();
    expect(envsOf(stack, "automation")).to.include.members([
      "DB_TYPE=postgresdb",
      "DB_POSTGRESDB_HOST=db",
      "DB_POSTGRESDB_USER=app",
      "DB_POSTGRESDB_PASSWORD_FILE=/run/secrets/database-password",
      "N8N_ENCRYPTION_KEY_FILE=/run/secrets/encryption-key",
    ]);
    expect(Object.keys(filesOf(stack, "automation"))).to.deep.equal([
      "/run/secrets/database-password",
      "/run/secrets/encryption-key",
    ]);
  });

  for (const { publicUrl, variables } of [
    {
      publicUrl: "http://localhost:8080/n8n/",
      variables: [
        "N8N_HOST=localhost",
        "N8N_PROTOCOL=http",
        "N8N_PATH=/n8n/",
        "N8N_SECURE_COOKIE=false",
        "N8N_PROXY_HOPS=1",
      ],
    },
    {
      publicUrl: "https://n8n.example.com/",
      variables: ["N8N_HOST=n8n.example.com", "N8N_PROTOCOL=https", "N8N_PATH=/", "N8N_SECURE_COOKIE=true"],
    },
  ]) {
    it(`is reached by browsers at ${publicUrl}`, async () => {
      const found = envsOf(await build({ publicUrl }), "automation");
      expect(found).to.include.members([
        ...variables,
        `N8N_EDITOR_BASE_URL=${publicUrl}`,
        `N8N_WEBHOOK_URL=${publicUrl}`,
      ]);
    });
  }

  it("says nothing of an address that it does not have", async () => {
    expect(envsOf(await build(), "automation").filter((env) => env.startsWith("N8N_HOST"))).to.deep.equal([]);
  });

  it("gives n8n the hash of the owner's password, the same one in each run", async () => {
    const hash = async (password: string): Promise<string | undefined> =>
      filesOf(await build({ owner: { ...owner, password } }), "automation")["/run/secrets/owner-password-hash"];
    const first = await hash(owner.password);
    expect(first).to.match(/^\$2b\$10\$.{53}$/);
    expect(await hash(owner.password)).to.equal(first);
    expect(await hash("Other-1234")).not.to.equal(first);
  });

  it("installs workflows in a task of its own, after n8n", async () => {
    const stack = await build({ owner, workflows: "examples/pilotpros/workflows" });
    const files = filesOf(stack, "automation-workflows");
    expect(Object.keys(files)).to.include.members([
      "/run/setup/install-workflows.mjs",
      "/run/secrets/owner-password",
      "/run/workflows/process-run.json",
    ]);
    expect(files["/run/setup/install-workflows.mjs"]).to.include("WORKFLOWS_DIR");
    expect(waitsFor(stack, "automation-workflows", "automation")).to.equal(true);
  });

  it("has no task without workflows", async () => {
    const stack = await build({ owner });
    expect(inRole(stack, "setup").map(({ name }) => name)).to.deep.equal(["db-clients-container"]);
  });

  it("starts after its role is in the database", async () => {
    expect(waitsFor(await build(), "automation", "db-clients")).to.equal(true);
  });

  it("offers a route with its WebSocket, its silence and its bodies", async () => {
    const { result: automation } = await build({ payload: "300MiB" });
    expect(automation.route("/n8n/")).to.deep.include({
      path: "/n8n/",
      service: "automation",
      port: 5678,
      stripPrefix: true,
      webSocket: true,
      maxBodyMiB: 300,
      readTimeoutSeconds: 3600,
    });
  });
});
