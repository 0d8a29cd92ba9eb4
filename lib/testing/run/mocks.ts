import type { runtime } from "@pulumi/pulumi";
import { opened } from "./plain";
import type { RunOptions } from "./options";

/** What the docker provider computes and programs read. */
const computedByDocker: NonNullable<RunOptions["outputs"]> = {
  "docker:index/remoteImage:RemoteImage": ({ name }) => ({ imageId: `sha256:${name}`, repoDigest: `${name}@sha256:0` }),
};

type Values = Record<string, unknown>;

/** Answers in the engine's and the providers' stead. */
export function mocksOf({ outputs = {}, calls = {}, preview = false }: RunOptions): runtime.Mocks {
  return {
    newResource: ({ type, name, inputs, id, custom }) => {
      const given = inputs as Values;
      const compute = outputs[type] ?? computedByDocker[type];
      const answer =
        compute === undefined || (preview && outputs[type] === undefined)
          ? {}
          : compute({ name, id: id || undefined, inputs: opened(given).values });
      // Mocks do no autonaming, and a resource without its name is of little use to the others.
      const state = custom === false ? {} : { name, ...given, ...answer };
      const newId = preview || custom === false ? "" : `${name}-id`;
      return { id: id || (answer as { id?: string }).id || newId, state };
    },
    call: ({ token, inputs }) => {
      const answer = calls[token];
      if (answer === undefined) throw unanswered(token);
      return answer(opened(inputs as Values).values);
    },
  };
}

function unanswered(token: string): Error {
  return detailed(
    `the program calls the provider function ${token}, and no mock answers; ` +
      `write calls: { "${token}": (args) => ({ ... }) } in the options of the run`,
  );
}

/** The SDK's mocks know no methods of resources. */
export const noMethods = (token: string): Error =>
  detailed(
    `the program calls the method ${token} of a resource, which mocks can't answer; test that part without the call`,
  );

function detailed(text: string): Error {
  // The SDK tells the details of an answer that failed, as gRPC has them.
  return Object.assign(new Error(text), { details: text });
}
