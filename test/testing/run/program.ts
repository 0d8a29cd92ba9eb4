import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import "./program-part.js";

new docker.Volume("outer");
export const port = new pulumi.Config().requireNumber("port");
