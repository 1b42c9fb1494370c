const explanations: Readonly<Record<string, string>> = {
  'States.Timeout': 'it did not answer within its time limit',
  'States.HeartbeatTimeout': 'it gave no sign of life within its heartbeat limit',
  'Sandbox.Timedout':
    'it ran into the time limit of its function; raise "timeout" of the step, or let it do less at once',
  'Runtime.ExitError':
    'its process ended without an answer, most often because it used more memory than its function has; raise "memory" of the step, or keep less at once',
  'Runtime.OutOfMemory': 'it used more memory than its function has; raise "memory" of the step, or keep less at once',
  'Lambda.TooManyRequestsException': 'Lambda had no room for it: too many functions ran at the same time',
  'Lambda.ResourceNotFoundException': 'its Lambda function does not exist',
  'Lambda.ServiceException': 'Lambda could not run it',
  'Lambda.AWSLambdaException': 'Lambda could not run it',
  'Lambda.SdkClientException': 'Lambda could not be reached',
  'Lambda.Unknown': 'Lambda ended it without saying why, most often at its time or memory limit',
  'States.DataLimitExceeded': 'the data between two states grew beyond 256 KiB',
  'States.Permissions': 'the state machine may not do what the step needs',
  'States.ExceedToleratedFailureThreshold': 'more of its trials failed than the sweep allows',
  'States.ItemReaderFailed': 'the trials of the sweep could not be read',
  'States.ResultWriterFailed': 'the results of the sweep could not be written',
};

const LONGEST_CAUSE = 500;

/** Lambda's own, in front of what ended a function. */
const lambdaPrefix = /^RequestId: \S+ Error: /u;

/** What a step did itself, although it could not say so any more: the platform gave it what it asked for. */
const ownFaults: readonly (string | undefined)[] = [
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
  // What a nested pipeline failed with: its nodes' own faults, and a person's no.
  'StepFailed',
  'TrialsFailed',
  'PipelineFailed',
  'ApprovalRejected',
];

/** The fate of an execution whose call failed with a machine's error. */
export function fateOfMachineError(error: string | undefined): 'failed' | 'errored' {
  return ownFaults.includes(error) ? 'failed' : 'errored';
}

/** Step Functions' error and cause in words. The cause of a failed Lambda is JSON with `errorMessage`. */
export function explainMachineError(error: string | undefined, cause: string | undefined): string {
  const detail = messageOf(cause);
  const explanation = error !== undefined && Object.hasOwn(explanations, error) ? explanations[error] : undefined;
  if (explanation !== undefined) return detail === '' ? explanation : `${explanation} (${detail})`;
  if (detail !== '') return error === undefined || error === 'Error' ? detail : `${error}: ${detail}`;
  return error ?? 'Step Functions gave no reason';
}

function messageOf(cause: string | undefined): string {
  if (cause === undefined || cause === '') return '';
  const text = (errorMessageIn(cause) ?? cause).replace(lambdaPrefix, '');
  return text.length <= LONGEST_CAUSE ? text : `${text.slice(0, LONGEST_CAUSE - 1)}…`;
}

function errorMessageIn(cause: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      return typeof parsed.errorMessage === 'string' ? parsed.errorMessage : undefined;
    }
    return undefined;
  } catch {
    return undefined;
  }
}
