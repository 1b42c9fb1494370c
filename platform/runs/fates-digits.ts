import { fateDigits } from '../../statemachines/asl/compiled-pipeline.ts';
import type { Fate } from './statuses.ts';

/** Which fates occur, as a machine reads them: a number with a digit for each (asl/compiled-pipeline.ts). */
export function digitsOfFates(fates: ReadonlySet<Fate>): number {
  return Number([...fates].map((fate) => fateDigits[fate]).join('') || '0');
}
