import type { DiagnosticResource } from '../../api/schemas/diagnostic.ts';
import { SlipwayApiError, SlipwayConnectionError, SlipwayStoreError } from '../../client/slipway-api-error.ts';
import { WaitTimeoutError } from '../../client/wait-for-run.ts';
import { LocalCloudError } from '../../local/local-cloud-error.ts';
import { CommandError } from '../command-error.ts';
import { formatResource } from './format-diagnostic-resource.ts';

export interface ErrorDescription {
  /** What is wrong, one line. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** Faults to print before the message. */
  readonly faults?: string;
  readonly diagnostics?: readonly DiagnosticResource[];
}

/** Any error in the user's words; never a stack trace. Undefined for Slipway's own mistakes. */
export function describeError(error: unknown): ErrorDescription | undefined {
  if (error instanceof CommandError) {
    const { message, hint, faults } = error;
    return {
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(faults === undefined ? {} : { faults: faults.text, diagnostics: faults.diagnostics }),
    };
  }
  if (error instanceof SlipwayApiError) return describeRefusal(error);
  if (error instanceof SlipwayConnectionError) {
    return { message: error.message, hint: 'check the address and the network; `slipway doctor` looks at both' };
  }
  if (error instanceof SlipwayStoreError) {
    return { message: error.message, hint: 'try again; if it stays, check the network and the clock of this machine' };
  }
  if (error instanceof WaitTimeoutError) {
    return { message: error.message, hint: `it goes on; see it with: slipway runs show ${error.runId}` };
  }
  if (error instanceof LocalCloudError) return { message: error.message, hint: error.hint };
  return describeSystemError(error);
}

function describeRefusal(error: SlipwayApiError): ErrorDescription {
  const { status, message, diagnostics } = error;
  // Warnings are no reason of a refusal, and the command that sent the definition has told them, with their lines.
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const told = errors.length === 0 ? diagnostics : errors;
  const faults = told.length === 0 ? {} : { faults: told.map(formatResource).join('\n'), diagnostics };
  if (status === 401) {
    return {
      message: `not authorised: ${message}`,
      hint: 'set SLIPWAY_TOKEN to a valid token of this API, or put it into the configuration folder (see slipway doctor)',
      ...faults,
    };
  }
  if (status === 403)
    return { message: `not allowed: ${message}`, hint: 'ask for a token with a role that may do this', ...faults };
  if (status === 507) {
    return {
      message: 'no space left where the API keeps its data',
      hint: 'free some space and run the same command again: what had finished is kept',
    };
  }
  if (status >= 500)
    return { message: `the API failed: ${message}`, hint: 'try again; if it stays, its logs say why', ...faults };
  return { message, ...faults };
}

/** What the operating system refused, by its own code. */
function describeSystemError(error: unknown): ErrorDescription | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const where = 'path' in error && typeof error.path === 'string' ? ` "${error.path}"` : '';
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        message: `no space left on the device to write${where}`,
        hint: 'free some space and run the same command again',
      };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        message: `no permission to read or write${where}`,
        hint: 'change its permissions, or choose another place',
      };
    case 'ENOENT':
      return { message: `there is no${where === '' ? ' such file' : where}`, hint: 'check the path' };
    case 'EISDIR':
      return { message: `${where.trim()} is a directory, where a file is needed`, hint: 'name a file' };
    case 'ENOTDIR':
    case 'EEXIST':
      return { message: `${where.trim()} is a file, where a directory is needed`, hint: 'name another place' };
    case 'EMFILE':
    case 'ENFILE':
      return { message: 'too many open files', hint: 'raise the limit with `ulimit -n`' };
    default:
      return undefined;
  }
}
