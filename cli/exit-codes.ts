/** What the command's exit says; programs build on these numbers, so none ever changes. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  waitTimedOut: 3,
  notAuthorised: 4,
  runFailed: 5,
  runStopped: 6,
  notFound: 7,
  interrupted: 130,
} as const;

export type ExitReason = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitReason];

/** For the help of the program and of `run`; the numbers are tested to be those above. */
export const exitCodeHelp = `Exit codes:
  0  ok                     5  the run failed
  1  unexpected error       6  the run was stopped
  2  usage, or an invalid   7  not found
     definition           130  interrupted
  3  waiting timed out
  4  not authorised`;
