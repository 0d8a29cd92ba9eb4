import { parsePath, overlap } from "./paths";

/** What a provider does when an input changes. */
export interface TypeRules {
  /** What happens for every input that `except` does not name. */
  readonly change: "replaces" | "updates";
  /** Inputs, or paths within them, for which the other happens; within one of these, what is named as well is excepted again. */
  readonly except: readonly string[];
  /** Lists in which the order counts; the others are sets. `*`: all. */
  readonly ordered: readonly string[];
  /** Inputs that the provider fills in: one that is taken out of the program stays as it was. */
  readonly keptWhenLeftOut: readonly string[];
  /** What the provider takes for what is not given. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Whether the old one is deleted before the new one is made, where the program does not say. */
  readonly deletedFirst: "always" | "with a name of its own";
}

const rules = (given: Partial<TypeRules>): TypeRules => ({
  change: "replaces",
  except: [],
  ordered: [],
  keptWhenLeftOut: [],
  defaults: {},
  deletedFirst: "with a name of its own",
  ...given,
});

/**
 * The docker provider's resources. Sources: the Terraform provider that @pulumi/docker 5.2 wraps (kreuzwerker,
 * internal/provider/resource_docker_*.go: ForceNew, Computed, Default, TypeSet), and what the provider itself answers
 * (test/integration/upgrade-provider.test.ts asks it about every input of each of these types).
 */
const docker: Readonly<Record<string, TypeRules>> = {
  "docker:index/container:Container": rules({
    except: [
      ...["attach", "containerReadRefreshTimeoutMilliseconds", "destroyGraceSeconds", "logs", "mustRun"],
      ...["removeVolumes", "rm", "start", "wait", "waitTimeout"],
      ...["cpuPeriod", "cpuQuota", "cpuSet", "cpuShares", "maxRetryCount", "memory", "memoryReservation"],
      ...["memorySwap", "restart", "deviceReadBps", "deviceReadIops", "deviceWriteBps", "deviceWriteIops"],
      // The provider says "updated" and changes nothing on the engine.
      ...["healthcheck.*", "init", "mounts.*", "tmpfs"],
    ],
    ordered: ["command", "entrypoints", "healthcheck.tests"],
    keptWhenLeftOut: [
      ...["command", "entrypoints", "envs", "healthcheck", "hostname", "init", "ipcMode", "labels", "logDriver"],
      ...["platform", "runtime", "securityOpts", "shmSize", "stopSignal", "stopTimeout", "user", "workingDir"],
    ],
    defaults: {
      attach: false,
      containerReadRefreshTimeoutMilliseconds: 15000,
      logs: false,
      memoryReservation: 0,
      mustRun: true,
      networkMode: "bridge",
      privileged: false,
      publishAllPorts: false,
      readOnly: false,
      removeVolumes: true,
      restart: "no",
      rm: false,
      shmSize: 64,
      start: true,
      stdinOpen: false,
      tty: false,
      wait: false,
      waitTimeout: 60,
    },
    deletedFirst: "always",
  }),
  "docker:index/network:Network": rules({
    keptWhenLeftOut: ["driver", "internal", "ipamConfigs", "options"],
    defaults: { ipamDriver: "default" },
  }),
  "docker:index/volume:Volume": rules({ except: ["cluster.availability"], keptWhenLeftOut: ["driver"] }),
  "docker:index/remoteImage:RemoteImage": rules({
    except: ["forceRemove", "keepLocally"],
    // A build's arguments and files are given in the order of the program.
    ordered: ["*"],
  }),
  "docker:index/registryImage:RegistryImage": rules({
    except: ["authConfig", "insecureSkipVerify", "keepRemotely"],
    ordered: ["*"],
    defaults: { insecureSkipVerify: false, keepRemotely: false },
  }),
  "docker:index/service:Service": rules({
    change: "updates",
    except: [
      ...["auth", "name", "mode", "mode.replicated", "taskSpec.networksAdvanceds"],
      ...["taskSpec.containerSpec.hosts", "taskSpec.containerSpec.sysctl"],
    ],
    ordered: ["*"],
    keptWhenLeftOut: ["endpointSpec", "labels", "mode"],
  }),
  "docker:index/secret:Secret": rules({}),
  "docker:index/serviceConfig:ServiceConfig": rules({}),
  "docker:index/tag:Tag": rules({}),
};

/** What is known of a type's inputs; undefined for types of other providers. */
export const rulesOf = (type: string): TypeRules | undefined => docker[type];

/** Whether a path is one of these, or within one. `healthcheck.*` is what is within, not the whole. */
export const isAmong = (path: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => isWithin(path, pattern));

function isWithin(path: string, pattern: string): boolean {
  const [steps, wanted] = [parsePath(path), parsePath(pattern)];
  return steps.length >= wanted.length && overlap(steps, wanted);
}

/** What a change at this path does to the resource. */
export function effectOf(path: string, { change, except }: TypeRules): "replaces" | "updates" {
  const exceptions = except.filter((pattern) => isWithin(path, pattern)).length;
  const [usual, other] =
    change === "replaces" ? (["replaces", "updates"] as const) : (["updates", "replaces"] as const);
  return exceptions % 2 === 0 ? usual : other;
}
