/** A folder with an application that is built into an image. */
export interface BuildArgs {
  /** The folder, relative to the stack program. */
  context: string;
  /** Path of the Dockerfile inside the folder. @default "Dockerfile", where Docker looks */
  dockerfile?: string;
  /** The stage to build. @default the last one */
  target?: string;
  /** Build arguments. Never secrets: they stay in the image's history. @default none */
  args?: Record<string, string>;
  /** Files of the deploying machine that steps mount as build secrets, by id: `{ ca: "/etc/ssl/company.pem" }`. @default none */
  secretFiles?: Record<string, string>;
}
