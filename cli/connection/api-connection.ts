import type { SlipwayClient } from '../../client/slipway-client.ts';

/** An API that a command talks to, and what its end means. */
export interface ApiConnection {
  /** `embedded`: the cloud is this process; `attached`: another process's local cloud; `remote`: an address. */
  readonly kind: 'remote' | 'attached' | 'embedded';
  readonly client: SlipwayClient;
  readonly endpoint: string;
  /** Where that is, in words: `the local cloud in .slipway`. */
  readonly place: string;
  /** Runs that a former command left behind and that go on now. */
  readonly resumedRuns: readonly string[];
  /** Aborted with what to tell the user when another process's cloud ends before the command does. */
  readonly gone: AbortSignal;
  /** Leaves; an embedded cloud is shut down once nobody else uses it, what it did is kept. */
  close(leaving: Leaving): Promise<void>;
}

export interface Leaving {
  /** The command's own run, which the cloud need not wait for. */
  readonly except?: string | undefined;
  /** Aborted: leave at once, whoever else uses the cloud. */
  readonly signal: AbortSignal;
}

export interface ConnectionOptions {
  readonly endpointUrl?: string | undefined;
  readonly data?: string | undefined;
}

export const DEFAULT_DATA_FOLDER = '.slipway';
