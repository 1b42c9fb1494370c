import { sandboxError } from './invocation.ts';

export const OUT_OF_MEMORY = 'Runtime.OutOfMemory';

/** As Lambda, whose runtime is written in Go, names the signals. */
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

/** Lambda's error object for a process that ended by itself in mid-invocation. */
export function exitPayload(
  code: number | null,
  signal: NodeJS.Signals | null,
  requestId: string,
  log: string,
): string {
  // V8 ends itself at its heap's limit before the system would.
  if (log.includes('JavaScript heap out of memory')) {
    return sandboxError(OUT_OF_MEMORY, requestId, 'Runtime exited with error: signal: killed');
  }
  if (signal) {
    return sandboxError(
      'Runtime.ExitError',
      requestId,
      `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`,
    );
  }
  return code === 0
    ? sandboxError('Runtime.ExitError', requestId, 'Runtime exited without providing a reason')
    : sandboxError('Runtime.ExitError', requestId, `Runtime exited with error: exit status ${code ?? 1}`);
}
