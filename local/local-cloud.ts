import type { PoolLimits } from './lambda-host/environment-pool.ts';
import type { CloudEndpoints } from './ownership/cloud-file.ts';

export interface LocalCloudOptions {
  /** Everything is kept in it; made when absent. One process at a time may own it. */
  readonly dataDir: string;
  /** Of the API; a free one unless given. */
  readonly port?: number;
  /** Whom the token acts for. `default` unless given. */
  readonly project?: string;
  /** Where bundles and compiled code are kept; unless given, the clone's own cache, else `<dataDir>/cache`. */
  readonly cacheDir?: string;
  readonly limits?: PoolLimits;
}

/** A local cloud in this process. */
export interface LocalCloud {
  /** As the `AWS_ENDPOINT_URL_*` variables take them; `api` is Slipway's own. */
  readonly endpoints: CloudEndpoints;
  /** An administrator's token of the API. */
  readonly token: string;
  readonly project: string;
  readonly bucket: string;
  readonly table: string;
  /** Names of the executions that a former process left running and that go on here: `<runId>-<generation>`. */
  readonly resumed: readonly string[];
  /** Names of the executions that are at work now. */
  running(): Promise<readonly string[]>;
  /** Milliseconds from the start at which each part was ready. */
  readonly startTimes: Readonly<Record<string, number>>;
  /** Commands of other processes that are attached. */
  attachedCount(): number;
  /** Settles as soon as no other command is attached. */
  whenUnattached(): Promise<void>;
  /** Stops accepting, lets what is in flight end briefly, ends every environment, and keeps the data for the next start. */
  close(): Promise<void>;
}
