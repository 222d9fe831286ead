/** What every service knows of the world it is in. */
export interface LocalConfig {
  readonly accountId: string;
  readonly region: string;
  /** The one endpoint, for example `http://127.0.0.1:4566`; known once the front door listens. */
  readonly endpoint: () => string;
}
