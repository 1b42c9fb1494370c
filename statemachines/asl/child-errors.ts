import { LONGEST_KEPT_CAUSE } from './limits-of-data.ts';

/** A failed child's own error: the cause is its description in JSON. An array leaves out what is not there. */
const described = '$parse($states.errorOutput.Cause)';
export const errorOfChild = `$states.errorOutput.Error = "States.TaskFailed" ? [${described}.Error, ${described}.Status = "TIMED_OUT" ? "States.Timeout" : "States.TaskFailed"][0] : $states.errorOutput.Error`;
export const causeOfChild = `$substring([$states.errorOutput.Error = "States.TaskFailed" ? ${described}.Cause : $states.errorOutput.Cause, ""][0], 0, ${LONGEST_KEPT_CAUSE})`;
