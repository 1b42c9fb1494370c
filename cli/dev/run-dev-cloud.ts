import { relative, resolve } from 'node:path';
import { findRunningCloud } from '../../local/ownership/find-running-cloud.ts';
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { DEFAULT_DATA_FOLDER } from '../connection/api-connection.ts';
import { untilEnded } from './until-ended.ts';

export interface DevOptions {
  readonly port?: number;
  readonly data?: string;
  readonly json?: true;
}

/** The local cloud until Ctrl-C. The one line on stdout is for programs, which wait for it. */
export async function runDevCloud(context: CommandContext, options: DevOptions): Promise<void> {
  const dataDir = resolve(context.terminal.folder, options.data ?? DEFAULT_DATA_FOLDER);
  const running = await findRunningCloud(dataDir);
  if (running !== undefined) {
    throw new CommandError(
      `a local cloud already runs in "${dataDir}": process ${running.pid}, API ${running.endpoints.api}`,
      {
        reason: 'unexpected',
        hint: 'commands find it by themselves; end it first, or choose another folder with --data',
      },
    );
  }
  const tell = (text: string): void => {
    if (options.json !== true) context.tell(text);
  };
  const cloud = await startLocalCloud({ dataDir, ...(options.port === undefined ? {} : { port: options.port }) });
  const { endpoints, token, project, bucket, table, resumed } = cloud;
  context.print(JSON.stringify({ ready: true, endpoints, token, project, bucket, table }));
  tell(`the local cloud keeps its data in ${relative(context.terminal.folder, dataDir) || dataDir}; Ctrl-C ends it`);
  for (const execution of resumed) tell(`run ${execution.replace(/-\d+$/u, '')} was interrupted and goes on`);
  await untilEnded();
  const attached = cloud.attachedCount();
  if (attached > 0) tell(`${attached} other command${attached === 1 ? '' : 's'} at work here: told that it ends`);
  tell('ending; what is at work goes on at the next start');
  await cloud.close();
}
