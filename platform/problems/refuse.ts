import type { Diagnosed } from '../../statemachines/diagnostics/diagnostic.ts';
import { Problem } from './problem.ts';

/** The product of a stage, or an `invalid` problem that holds everything that was found. */
export function acceptOrRefuse<T>(result: Diagnosed<T>, subject: string): T {
  if (result.value !== undefined) return result.value;
  const faults = result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  throw new Problem('invalid', `${subject} has ${faults === 1 ? 'one fault' : `${faults} faults`}`, {
    diagnostics: result.diagnostics,
  });
}
