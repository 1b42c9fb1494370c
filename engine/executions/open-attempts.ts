import { suffixOf } from '../interpreter/attempt-label.ts';
import type { Execution } from './execution.ts';

const SCHEDULED = /^(.*):scheduled([^:]*)$/s;

/** The attempts of tasks that an earlier life of the process left under way, as their tokens are issued for them. */
export function* openAttempts({ recorded, stored }: Pick<Execution, 'recorded' | 'stored'>): Generator<string> {
  for (const [key, { event }] of recorded) {
    if (event.type !== 'TaskScheduled' && event.type !== 'ActivityScheduled') continue;
    const [, path = '', label = ''] = SCHEDULED.exec(key) ?? [];
    const over =
      recorded.has(`${path}:ended${label}`) || recorded.has(`${path}:aborted${suffixOf(stored.redriveCount)}`);
    if (!over) yield `${path}.${label}`;
  }
}
