import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const password = new random.RandomPassword("password", { length: 24, special: false });
const pet = new random.RandomPet("broker");

/** Read by the broker at its start: an environment would show the password to whoever may inspect the container. */
const settings = pulumi.interpolate`default_user = app\ndefault_pass = ${password.result}\n`;

new docker.Container("broker", {
  name: pulumi.interpolate`broker-${pet.id}`,
  image: "rabbitmq:4.1.4",
  memory: 512,
  uploads: [{ file: "/etc/rabbitmq/conf.d/10-user.conf", content: settings }],
});
export const url = pulumi.interpolate`amqp://app:${password.result}@broker-${pet.id}:5672`;
