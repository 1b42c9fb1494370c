import { LONGEST_KEPT_CAUSE } from './limits-of-data.ts';

/** A failed child's own error: the cause is its description in JSON. An array leaves out what is not there. */
const described = '$parse($states.errorOutput.Cause)';
/** The service cuts a cause at 32 KiB, after which it is no JSON any more: then it is all that is known. */
const whole = '$states.errorOutput.Error = "States.TaskFailed" and $substring($states.errorOutput.Cause, -1) = "}"';
export const errorOfChild = `${whole} ? [${described}.Error, ${described}.Status = "TIMED_OUT" ? "States.Timeout" : "States.TaskFailed"][0] : $states.errorOutput.Error`;
export const causeOfChild = `$substring([${whole} ? ${described}.Cause : $states.errorOutput.Cause, ""][0], 0, ${LONGEST_KEPT_CAUSE})`;
