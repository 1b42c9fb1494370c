/**
 * Whether RedriveExecution would repeat what failed. It goes on at the states that failed, so a failure that the machine
 * itself has dealt with (a Catch, a tolerance, a Fail state that a Choice has led to) is final in it: a Fail fails again.
 * A child execution is not driven on with the one that waits for it: it is started anew.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redriveRepeatsFailures(asl: string): boolean {
  return isPlain(JSON.parse(asl));
}

const tolerances = ['Catch', 'ToleratedFailureCount', 'ToleratedFailurePercentage'];

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return true;
  const fields = Object.entries(value);
  return fields.every(([name, inner]) => {
    if (tolerances.includes(name) || (name === 'Type' && inner === 'Fail')) return false;
    if (name === 'Resource' && String(inner).includes(':states:startExecution')) return false;
    // Arguments are data, in which such names mean nothing.
    return name === 'Arguments' || isPlain(inner);
  });
}
