type Properties = Record<string, unknown>;

/** What a type must have, and two values for each of its inputs. */
export interface Inputs {
  readonly needs: Properties;
  readonly values: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** Inputs that exclude one of those that the type must have. */
  readonly insteadOf?: Readonly<Record<string, string>>;
}

const labels = [[{ label: "a", value: "1" }], [{ label: "a", value: "2" }]] as const;
const flag = [true, false] as const;
const text = ["one", "two"] as const;
const number = [64, 128] as const;
const rates = [[{ path: "/dev/sda", rate: 1 }], [{ path: "/dev/sda", rate: 2 }]] as const;
const build = [
  { context: ".", dockerfile: "A" },
  { context: ".", dockerfile: "B" },
] as const;
const map = [{ a: "1" }, { a: "2" }] as const;
const encoded = ["b25l", "dHdv"] as const;

/** Every input of the types that the rules know, with values that the provider accepts. */
export const dockerInputs: Readonly<Record<string, Inputs>> = {
  "docker:index/container:Container": {
    needs: { name: "one", image: "one" },
    values: {
      attach: flag,
      capabilities: [{ drops: ["ALL"] }, { drops: ["ALL"], adds: ["CAP_CHOWN"] }],
      cgroupParent: text,
      cgroupnsMode: ["private", "host"],
      command: [
        ["a", "b"],
        ["b", "a"],
      ],
      containerReadRefreshTimeoutMilliseconds: number,
      cpuPeriod: number,
      cpuQuota: number,
      cpuSet: ["0", "0-1"],
      cpuShares: number,
      cpus: ["1.0", "2.0"],
      destroyGraceSeconds: number,
      deviceCgroupRules: [["c 1:3 mr"], ["c 1:5 mr"]],
      deviceReadBps: rates,
      deviceReadIops: rates,
      deviceRequests: [[{ driver: "cdi", count: 1 }], [{ driver: "cdi", count: 2 }]],
      deviceWriteBps: rates,
      deviceWriteIops: rates,
      devices: [[{ hostPath: "/dev/null" }], [{ hostPath: "/dev/zero" }]],
      dns: [["1.1.1.1"], ["8.8.8.8"]],
      dnsOpts: [["a"], ["b"]],
      dnsSearches: [["a"], ["b"]],
      domainname: text,
      entrypoints: [
        ["a", "b"],
        ["b", "a"],
      ],
      envs: [["A=1"], ["A=2"]],
      gpus: ["all", "device=0"],
      groupAdds: [["1"], ["2"]],
      healthcheck: [
        { tests: ["CMD", "a"], interval: "10s" },
        { tests: ["CMD", "b"], interval: "10s" },
      ],
      hostname: text,
      hosts: [[{ host: "a", ip: "10.0.0.1" }], [{ host: "a", ip: "10.0.0.2" }]],
      image: text,
      init: flag,
      ipcMode: ["private", "host"],
      labels,
      logDriver: ["json-file", "local"],
      logOpts: map,
      logs: flag,
      maxRetryCount: [3, 4],
      memory: number,
      memoryReservation: number,
      memorySwap: number,
      mounts: [[{ target: "/a", type: "tmpfs" }], [{ target: "/b", type: "tmpfs" }]],
      mustRun: [false, true],
      name: text,
      networkMode: ["none", "host"],
      networksAdvanced: [[{ name: "a" }], [{ name: "a", aliases: ["b"] }]],
      pidMode: ["host", "container:a"],
      platform: text,
      ports: [[{ internal: 80, external: 8080 }], [{ internal: 80, external: 8081 }]],
      privileged: flag,
      publishAllPorts: flag,
      readOnly: flag,
      removeVolumes: [false, true],
      restart: ["always", "unless-stopped"],
      rm: flag,
      runtime: text,
      securityOpts: [["no-new-privileges:true"], ["seccomp=unconfined"]],
      shmSize: [32, 128],
      start: [false, true],
      stdinOpen: flag,
      stopSignal: ["SIGTERM", "SIGINT"],
      stopTimeout: number,
      storageOpts: map,
      sysctls: map,
      tmpfs: [{ "/tmp": "size=1m" }, { "/tmp": "size=2m" }],
      tty: flag,
      ulimits: [[{ name: "nofile", soft: 1, hard: 2 }], [{ name: "nofile", soft: 1, hard: 3 }]],
      uploads: [[{ file: "/a", content: "1" }], [{ file: "/a", content: "2" }]],
      user: ["1", "2"],
      usernsMode: ["host", "other"],
      volumes: [[{ volumeName: "a", containerPath: "/a" }], [{ volumeName: "b", containerPath: "/a" }]],
      wait: flag,
      waitTimeout: number,
      workingDir: ["/a", "/b"],
    },
  },
  "docker:index/volume:Volume": {
    needs: { name: "one" },
    values: {
      cluster: [{ availability: "active" }, { availability: "pause" }],
      driver: ["local", "other"],
      driverOpts: map,
      labels,
      name: text,
    },
  },
  "docker:index/network:Network": {
    needs: { name: "one" },
    values: {
      attachable: flag,
      driver: ["bridge", "macvlan"],
      ingress: flag,
      internal: flag,
      ipamConfigs: [[{ subnet: "10.1.0.0/24" }], [{ subnet: "10.2.0.0/24" }]],
      ipamDriver: ["other", "another"],
      ipamOptions: map,
      ipv6: flag,
      labels,
      name: text,
      options: map,
    },
  },
  "docker:index/remoteImage:RemoteImage": {
    needs: { name: "one" },
    values: {
      build,
      forceRemove: flag,
      keepLocally: flag,
      name: text,
      platform: ["linux/amd64", "linux/arm64"],
      pullTriggers: [["a"], ["b"]],
      triggers: map,
    },
  },
  "docker:index/registryImage:RegistryImage": {
    needs: { name: "one" },
    values: {
      authConfig: [
        { address: "a", username: "b", password: "c" },
        { address: "a", username: "b", password: "d" },
      ],
      build,
      insecureSkipVerify: flag,
      keepRemotely: flag,
      name: text,
      triggers: map,
    },
  },
  "docker:index/service:Service": {
    needs: { name: "one", taskSpec: { containerSpec: { image: "one" } } },
    values: {
      auth: [
        { serverAddress: "a", username: "b", password: "c" },
        { serverAddress: "a", username: "b", password: "d" },
      ],
      convergeConfig: [{ delay: "1s" }, { delay: "2s" }],
      endpointSpec: [{ mode: "vip" }, { mode: "dnsrr" }],
      labels,
      mode: [{ replicated: { replicas: 1 } }, { replicated: { replicas: 2 } }],
      name: text,
      rollbackConfig: [{ parallelism: 1 }, { parallelism: 2 }],
      taskSpec: [{ containerSpec: { image: "a" } }, { containerSpec: { image: "b" } }],
      updateConfig: [{ parallelism: 1 }, { parallelism: 2 }],
    },
  },
  "docker:index/secret:Secret": { needs: { name: "one", data: "b25l" }, values: { data: encoded, labels, name: text } },
  "docker:index/serviceConfig:ServiceConfig": {
    needs: { name: "one", data: "b25l" },
    values: { data: encoded, dataRaw: text, labels, name: text },
    insteadOf: { dataRaw: "data" },
  },
  "docker:index/tag:Tag": {
    needs: { sourceImage: "one", targetImage: "two" },
    values: { sourceImage: text, tagTriggers: [["a"], ["b"]], targetImage: text },
  },
};
