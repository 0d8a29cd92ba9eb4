/** What a service runs: an image with the application in it, or the source as it lies in its folder. */
export const Mode = {
  /** An image that holds all it needs. */
  production: "production",
  /** The folder itself, live: an edit is seen in the running container. */
  development: "development",
} as const;

export type Mode = (typeof Mode)[keyof typeof Mode];
