import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { createSlipwayClient } from '../../client/slipway-client.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import type { ApiConnection, ConnectionOptions } from './api-connection.ts';
import { DEFAULT_DATA_FOLDER } from './api-connection.ts';
import { findRemote } from './find-remote.ts';
import { runIdOfExecution, whenUnused } from './when-unused.ts';

export interface ConnectOptions extends ConnectionOptions {
  /** A command that only looks makes no data folder: where there is none, there is nothing to see. */
  readonly onlyExisting?: true;
}

const PATIENCE_MS = 1500;

/** The API that is named; else the local cloud that owns the data folder; else one in this process. */
export async function connect(context: CommandContext, options: ConnectOptions): Promise<ApiConnection> {
  const { environment, folder } = context.terminal;
  const remote = await findRemote(environment, options);
  if (remote !== undefined) {
    const { endpoint, token } = remote;
    return {
      kind: 'remote',
      client: createSlipwayClient({ endpoint, ...(token === undefined ? {} : { token }) }),
      endpoint,
      place: endpoint,
      resumedRuns: [],
      gone: new AbortController().signal,
      close: async () => undefined,
    };
  }
  const dataDir = resolve(folder, options.data ?? DEFAULT_DATA_FOLDER);
  const shown = relative(folder, dataDir);
  const place = shown === '' || shown.startsWith('..') ? dataDir : shown;
  if (options.onlyExisting === true && (await stat(dataDir).catch(() => undefined)) === undefined) {
    throw new CommandError(`no local cloud has ever run in "${place}"`, {
      reason: 'notFound',
      hint: 'go to the folder of the run, or name another with --data; `slipway run FILE` starts a run',
    });
  }
  return await connectLocally(context, dataDir, place);
}

async function connectLocally(context: CommandContext, dataDir: string, place: string): Promise<ApiConnection> {
  // The cloud is the largest part of Slipway, and a command that goes to an address needs none of it.
  const { openLocalCloud } = await import('../../local/open-local-cloud.ts');
  // Usually it is there before anybody wonders.
  const patience = setTimeout(() => context.tell(`starting the local cloud in ${place}`), PATIENCE_MS);
  const opened = await openLocalCloud({ dataDir }).finally(() => clearTimeout(patience));
  const { endpoints, token } = opened.cloud;
  const client = createSlipwayClient({ endpoint: endpoints.api, token });
  if (opened.kind === 'attached') {
    const { cloud, attachment } = opened;
    const gone = new AbortController();
    let left = false;
    void attachment.lost.then(() => {
      if (!left) gone.abort(cloudEnded(cloud.pid));
    });
    return {
      kind: 'attached',
      client,
      endpoint: endpoints.api,
      place: `the local cloud of process ${cloud.pid} (${place})`,
      resumedRuns: [],
      gone: gone.signal,
      close: async () => {
        left = true;
        attachment.detach();
      },
    };
  }
  const { cloud } = opened;
  const resumedRuns = [...new Set(cloud.resumed.map(runIdOfExecution))];
  return {
    kind: 'embedded',
    client,
    endpoint: endpoints.api,
    place: `a local cloud in this command (${place})`,
    resumedRuns,
    gone: new AbortController().signal,
    async close({ except, signal }) {
      try {
        await whenUnused(context, { cloud, client, except: [...resumedRuns, except], signal });
      } finally {
        await cloud.close();
      }
    },
  };
}

function cloudEnded(pid: number): CommandError {
  return new CommandError(`the local cloud of process ${pid} ended`, {
    reason: 'unexpected',
    hint: 'what it did is kept; the next slipway run, or slipway dev, goes on with it',
  });
}
