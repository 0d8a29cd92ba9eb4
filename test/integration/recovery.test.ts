import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { randomInt } from "node:crypto";
import { renderService } from "../../lib/engines/docker/container";
import { renderImage } from "../../lib/engines/docker/image";
import { renderNetwork } from "../../lib/engines/docker/network";
import { renderTask } from "../../lib/engines/docker/task";
import { pinnedImages } from "../../lib/images/pinned";
import type { ServiceSpec, TaskSpec } from "../../lib/spec/service-spec";
import { describeOnEngine, docker, EngineStack, failureOf, inOrder, inside } from "../support/engine";
import { cell } from "../support/engine-matrix";
import { parent, plainNetwork, shellService, shellTask } from "../support/engine-specs";

/** A service that waits for a task, as n8n waits for its database's clients. */
interface Deployment {
  task: TaskSpec;
  service: ServiceSpec;
  mtu: number;
}

/** Fails at its first attempt, as a task does whose database is not there yet. */
const script =
  "cat /etc/task/words; test -e /tmp/tried && exit 0; touch /tmp/tried; echo 'the database does not answer'; exit 3";

const task = (words: string, more: Partial<TaskSpec> = {}): TaskSpec =>
  shellTask("task", script, {
    volumes: [{ purpose: "data", path: "/tmp" }],
    files: [{ path: "/etc/task/words", content: `${words}\n` }],
    ...more,
  });

const service = (more: Partial<ServiceSpec> = {}): ServiceSpec =>
  shellService("service", { volumes: [{ purpose: "data", path: "/tmp" }], ...more });

/** One stack that meets one misfortune after another. Each test begins where the one before has left it. */
describeOnEngine("provider traps: failures, and what the next up makes of them", () => {
  inOrder();
  const stack = new EngineStack("recovery");
  const subnet = `10.${randomInt(100, 250)}.${randomInt(250)}.0/28`;

  const program =
    ({ task, service, mtu }: Deployment): PulumiFn =>
    async () => {
      const owner = parent();
      const network = renderNetwork(owner, plainNetwork({ subnet, mtu }));
      const done = renderTask(owner, task, renderImage(owner, task), { network });
      renderService(owner, service, { network, dependsOn: [done] });
    };

  const good: Deployment = { task: task("first"), service: service(), mtu: 1500 };
  const container = (name: string) => docker.getContainer(`${stack.prefix}-${name}`);
  const idOf = async (name: string): Promise<string> => (await container(name).inspect()).Id;
  const logOf = async (name: string): Promise<string> =>
    (await container(name).logs({ stdout: true, stderr: true })).toString();
  const expectClean = async (deployment: Deployment): Promise<void> => {
    expect((await stack.preview(program(deployment))).steps).to.deep.equal({});
    expect((await stack.preview(program(deployment), { refresh: true })).steps).to.deep.equal({});
  };

  after(() => stack.remove());

  describe("a task", () => {
    const row = "silent-task: a failed task fails the up, and the next one repeats it";

    it("that fails, fails the up, shows its log and starts nothing that waits for it", async () => {
      const { said } = await failureOf(stack.up(program(good)));
      expect(said).to.contain(`The task ${stack.prefix}-task ended with exit code 3; the next pulumi up repeats it.`);
      expect(said).to.contain("Its last lines:\nfirst\nthe database does not answer");
      expect(
        await container("service")
          .inspect()
          .catch(() => "absent"),
      ).to.equal("absent");
    });

    it("that failed, is announced by the next preview", async () => {
      expect((await stack.preview(program(good))).steps).to.include({
        "task-container": "replace",
        "service-container": "create",
      });
    });

    cell(row, "edit really applied", async () => {
      await stack.up(program(good));
      expect((await container("task").inspect()).State).to.include({ Status: "exited", ExitCode: 0 });
      expect((await container("service").inspect()).State.Health?.Status).to.equal("healthy");
    });

    cell(row, "empty after the edit", () => expectClean(good));

    it("that is done, is not repeated", async () => {
      const before = (await container("task").inspect()).State.StartedAt;
      await stack.up(program(good));
      expect((await container("task").inspect()).State.StartedAt).to.equal(before);
    });

    cell("silent-task: other files repeat it, and leave alone what waits for it", "edit really applied", async () => {
      const before = await idOf("service");
      await stack.up(program({ ...good, task: task("second") }));
      expect(await logOf("task")).to.contain("second");
      expect(await idOf("service")).to.equal(before);
    });

    it("that does not end, is stopped in time", async () => {
      const endless = { ...good, task: task("endless", { command: ["sleep 60"], timeoutMs: 2000 }) };
      const { said } = await failureOf(stack.up(program(endless)));
      expect(said).to.contain(
        `The task ${stack.prefix}-task did not end within 2 s and was stopped; the next pulumi up repeats it. It wrote no log.`,
      );
      expect((await container("task").inspect()).State.Running).to.equal(false);
      await stack.up(program(good));
    });

    it("runs inside its limit of processes", async () =>
      expect((await container("task").inspect()).HostConfig.PidsLimit).to.equal(32));
  });

  describe("a network", () => {
    const lost = "lost-network: removed by hand, up --refresh makes it and attaches again";

    cell(lost, "edit really applied", async () => {
      const network = docker.getNetwork(`${stack.prefix}-network`);
      const attached = (await network.inspect()) as { Containers: Record<string, unknown> };
      for (const id of Object.keys(attached.Containers)) await network.disconnect({ Container: id, Force: true });
      await network.remove();
      await stack.up(program(good), { refresh: true });
      expect(Object.keys(((await network.inspect()) as typeof attached).Containers)).to.deep.equal([
        await idOf("service"),
      ]);
    });

    cell(lost, "empty after the edit", () => expectClean(good));

    const overlap = "pool-overlap: another network in the same subnet takes the old one's place";
    const edited = { ...good, mtu: 1400 };

    cell(overlap, "edit really applied", async () => {
      await stack.up(program(edited));
      const { Options, IPAM } = (await docker.getNetwork(`${stack.prefix}-network`).inspect()) as {
        Options: Record<string, string>;
        IPAM: { Config: object[] };
      };
      expect(Options).to.include({ "com.docker.network.driver.mtu": "1400" });
      expect(IPAM.Config[0]).to.include({ Subnet: subnet });
    });

    cell(overlap, "empty after the edit", () => expectClean(edited));

    after(() => stack.up(program(good)));
  });

  describe("a service whose creation was interrupted before its hook", () => {
    const row = "lost-hook: a missing limit of processes is seen, and makes another container";

    cell(row, "edit really applied", async () => {
      await container("service").update({ PidsLimit: -1 });
      expect((await stack.preview(program(good))).steps).to.deep.equal({ "service-container": "replace" });
      await stack.up(program(good));
      expect((await container("service").inspect()).HostConfig.PidsLimit).to.equal(32);
    });

    cell(row, "empty after the edit", () => expectClean(good));
  });

  describe("a service that does not become healthy", () => {
    const row = "wait-is-blind, mute-failure: an unhealthy service fails the up, a mended program recovers in one";
    const sick = service({
      command: ["echo 'no table is there'; trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"],
      health: {
        command: ["sh", "-c", "echo 'table missing'; exit 1"],
        intervalMs: 1000,
        timeoutMs: 1000,
        startPeriodMs: 1000,
        retries: 1,
      },
    });

    it("fails the up, and its log and its last probe are shown", async () => {
      const { said } = await failureOf(stack.up(program({ ...good, service: sick })));
      expect(said).to.contain(`The container ${stack.prefix}-service is running (exit code 0, health: unhealthy).`);
      expect(said).to.contain("Its last health check said: table missing");
      expect(said).to.contain("Its last lines:\nno table is there");
      expect(said).to.contain(`Read more with: docker logs ${stack.prefix}-service`);
    });

    cell(row, "edit really applied", async () => {
      await stack.up(program(good));
      expect((await container("service").inspect()).State.Health?.Status).to.equal("healthy");
    });

    cell(row, "empty after the edit", () => expectClean(good));
  });

  describe("destroy", () => {
    const row = "emptied-volume, shared-image: destroy leaves data and pulled images, the next up finds the data";

    it("removes containers and networks, keeps volumes and images that were not built here", async () => {
      await inside(`${stack.prefix}-service`, "sh", "-c", "echo precious > /tmp/row");
      await stack.destroy();
      const names = (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
      expect(names.filter((name) => name.includes(stack.prefix))).to.deep.equal([]);
      expect((await docker.getVolume(`${stack.prefix}-service-data`).inspect()).Name).to.equal(
        `${stack.prefix}-service-data`,
      );
      expect((await docker.getImage(pinnedImages.nginx).inspect()).RepoTags).to.include(pinnedImages.nginx);
    });

    cell(row, "edit really applied", async () => {
      await stack.up(program(good));
      expect(await inside(`${stack.prefix}-service`, "cat", "/tmp/row")).to.equal("precious");
    });

    cell(row, "empty after the edit", () => expectClean(good));
  });
});
