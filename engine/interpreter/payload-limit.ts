import { exceedsBytes, payloadText, type Payload } from '../json/payload.ts';
import type { Visit } from './branch.ts';
import { StateFailure } from './state-failure.ts';

/** `subject` is the state, or the resource whose answer is too large. */
export const tooLarge = (subject: string): StateFailure =>
  new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

/** Gives the data back when it fits the service's limit; else throws `States.DataLimitExceeded`. */
export const withinLimit = (visit: Visit, data: Payload): Payload => {
  if (data !== visit.input && exceedsBytes(payloadText(data), visit.branch.execution.limits.payloadBytes)) {
    throw tooLarge(visit.name);
  }
  return data;
};
