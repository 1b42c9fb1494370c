import { SlipwayApiError } from '../client/slipway-api-error.ts';
import { WaitTimeoutError } from '../client/wait-for-run.ts';
import { CommandError } from './command-error.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

/** The exit code of a run that was waited for, by its status. */
export function exitCodeOfRun(status: string): ExitCode {
  if (status === 'succeeded') return exitCodes.ok;
  return status === 'stopped' ? exitCodes.runStopped : exitCodes.runFailed;
}

/** The exit code of an error that ended the command. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof CommandError) return exitCodes[error.reason];
  if (error instanceof WaitTimeoutError) return exitCodes.waitTimedOut;
  if (error instanceof SlipwayApiError) return exitCodeOfStatus(error.status);
  return exitCodes.unexpected;
}

function exitCodeOfStatus(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notAuthorised;
  if (status === 404) return exitCodes.notFound;
  // What was asked for is at fault: a definition, a value, or a state that does not allow it.
  if (status === 400 || status === 409 || status === 413 || status === 422) return exitCodes.usage;
  return exitCodes.unexpected;
}
