// pulumi preview --policy-pack path/to/this/folder
const { PolicyPack } = require("@pulumi/policy");
const { containerPolicies } = require("plimsoll/policy");

new PolicyPack("production", {
  policies: containerPolicies({
    // Ports that other machines may reach; those on 127.0.0.1 always may be published.
    allowedPorts: [80, 443],
    // A level of its own for what a team has yet to get used to.
    levels: { "stop-grace": "advisory" },
  }),
});
