/** A folder with an application that is built into an image. Where it has no Dockerfile, one is made from what it holds. */
export interface BuildArgs {
  /** The folder, relative to the stack program. */
  context: string;
  /** Path of the Dockerfile inside the folder. @default "Dockerfile", where Docker looks; without that file one is made */
  dockerfile?: string;
  /** The stage to build. @default the last one; a Dockerfile that is made has no other */
  target?: string;
  /** Build arguments. Never secrets: they stay in the image's history. @default none */
  args?: Record<string, string>;
  /** Files of the deploying machine that steps mount as build secrets, by id: `{ ca: "/etc/ssl/company.pem" }`. A Dockerfile that is made knows `ca` and `npmrc`. @default none */
  secretFiles?: Record<string, string>;
}
