export type { BuildArgs, BundleArgs } from "./components/build-args";
export { CachingNginx, type CachingNginxArgs } from "./components/caching-nginx";
export type { DatabaseConnection } from "./components/database-connection";
export { engineHost } from "./components/engine-host";
export { N8nEngine, type N8nEngineArgs, type N8nOwnerArgs } from "./components/n8n-engine";
export { planHost, type HostShare } from "./components/plan-host";
export { OptimizedNodeService, type OptimizedNodeServiceArgs } from "./components/optimized-node-service";
export { OptimizedPythonService, type OptimizedPythonServiceArgs } from "./components/optimized-python-service";
export { RegistryCache, type RegistryCacheArgs, type RegistryCredentialsArgs } from "./components/registry-cache";
export type { HealthArgs, OverridesArgs, ServiceArgs } from "./components/service-args";
export { ServiceNetwork, type ServiceNetworkArgs } from "./components/service-network";
export { StaticSite, type StaticSiteArgs } from "./components/static-site";
export {
  TunedPostgres,
  type DatabaseClientArgs,
  type PostgresFeaturesArgs,
  type PostgresStorageArgs,
  type TunedPostgresArgs,
} from "./components/tuned-postgres";
export type { ContainerOverrides } from "./engines/docker/container";
export { ImageBase } from "./images/bases";
export { pinnedImages } from "./images/pinned";
export type { PythonVersion } from "./images/python-bases";
export type { Demand } from "./plan/demand";
export type { Host } from "./plan/host";
export { explain } from "./report/explain";
export { Mode } from "./spec/mode";
export type { Route } from "./spec/route";
export { NodeProfile, nodeProcessesThatFit, type NodeMajor } from "./tuning/node";
export { Storage, Workload } from "./tuning/postgres";
export { PythonServer, PythonWork } from "./tuning/python";
export type { SettledSetting, SettingValue } from "./tuning/setting";
