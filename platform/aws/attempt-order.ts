import { invariant } from '../../statemachines/diagnostics/invariant.ts';

export interface AttemptOrder {
  /** Sorts as the attempts do: by generation, then redrive count, then retry count. */
  readonly order: string;
  /** Generation and redrive count: raised only by a retry of the run, which alone lifts a fate. */
  readonly round: string;
}

/** `attempt` is `<redrive count>.<retry count>`, both as decimal numbers. */
export function attemptOrder(generation: number, attempt: string): AttemptOrder {
  const counts = /^(\d{1,6})\.(\d{1,6})$/.exec(attempt);
  invariant(counts !== null, `an attempt is "<redrive count>.<retry count>", not "${attempt}"`);
  const [, redrive = '', retry = ''] = counts;
  const round = `${pad(generation)}.${pad(redrive)}`;
  return { order: `${round}.${pad(retry)}`, round };
}

function pad(count: number | string): string {
  return String(count).padStart(6, '0');
}
