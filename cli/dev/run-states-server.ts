import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  EngineFolderError,
  startStepFunctionsServer,
  StepFunctionsEngine,
  type EngineOptions,
} from '../../engine/index.ts';
import type { CommandContext } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { untilEnded } from './until-ended.ts';

export interface StatesOptions {
  readonly port: number;
  readonly data?: string;
  readonly eventBus?: string;
  readonly fsync?: true;
  readonly json?: true;
}

/** The engine alone, for any program that speaks Step Functions' wire protocol. */
export async function runStatesServer(
  context: CommandContext,
  { port, data, fsync, eventBus, json }: StatesOptions,
): Promise<void> {
  const dataFolder = data === undefined ? undefined : resolve(context.terminal.folder, data);
  if (dataFolder !== undefined) await mkdir(dataFolder, { recursive: true });
  if (fsync === true && dataFolder === undefined) {
    throw new CommandError('--fsync needs a folder to keep executions in', {
      reason: 'usage',
      hint: 'name one with --data',
    });
  }
  const engine = openEngine({
    ...(dataFolder === undefined ? {} : { dataFolder, fsync: fsync === true }),
    ...(eventBus === undefined ? {} : { eventBus: { endpoint: eventBus } }),
  });
  const server = await startStepFunctionsServer({ engine, port }).catch((error: unknown) => {
    throw portError(error, port);
  });
  context.print(JSON.stringify({ ready: true, endpoint: server.endpoint }));
  if (json !== true) {
    context.tell(
      dataFolder === undefined
        ? 'executions are kept in memory; Ctrl-C ends the engine'
        : `executions are kept in ${dataFolder}; Ctrl-C ends the engine`,
    );
  }
  await untilEnded();
  await server.close();
  await engine.close();
}

function openEngine(options: EngineOptions): StepFunctionsEngine {
  try {
    return new StepFunctionsEngine(options);
  } catch (error) {
    if (!(error instanceof EngineFolderError)) throw error;
    throw new CommandError(error.message, {
      reason: 'unexpected',
      cause: error,
      hint: 'choose another folder with --data',
    });
  }
}

function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new CommandError(`port ${port} is already in use`, {
      reason: 'unexpected',
      cause: error,
      hint: 'choose another one with --port, or --port 0 for any free one',
    });
  }
  if (code === 'EACCES') {
    return new CommandError(`port ${port} may not be listened on`, {
      reason: 'unexpected',
      cause: error,
      hint: 'choose a port above 1023',
    });
  }
  return error;
}
