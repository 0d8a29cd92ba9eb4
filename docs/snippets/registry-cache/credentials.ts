import * as pulumi from "@pulumi/pulumi";
import { RegistryCache } from "plimsoll";

const config = new pulumi.Config();
// #region shown
// A mirror of a private registry. Its token reaches the program in a file, and is in no environment.
const credentials = { username: "deploy", password: config.requireSecret("registryToken") };
const company = new RegistryCache("company", { publish: 5002, upstream: "https://registry.example", credentials });
// #endregion
export const address = company.address;
