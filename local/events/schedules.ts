import { randomUUID } from 'node:crypto';

import type { FunctionName, FunctionSpec } from '../../functions/manifest.ts';
import type { LambdaAccount } from '../lambda-host/local-function.ts';

export interface Schedules {
  stop(): void;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Invokes the functions that the manifest schedules, each once after `firstAfterMs` too: what happened while nothing ran (a
 * machine that was stopped, a start that broke off) is then found soon.
 */
export function startSchedules(
  manifest: readonly FunctionSpec[],
  account: LambdaAccount,
  invoke: (name: FunctionName, event: string) => void,
  firstAfterMs: number,
): Schedules {
  const timers = manifest.flatMap(({ name, events }) =>
    events.flatMap((event) => {
      if (event.kind !== 'schedule') return [];
      const fire = () => {
        invoke(name, JSON.stringify(scheduledEvent(account, name)));
      };
      return [setTimeout(fire, firstAfterMs).unref(), setInterval(fire, rateMilliseconds(event.rate)).unref()];
    }),
  );
  return {
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** `rate(5 minutes)`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export function rateMilliseconds(expression: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const length = UNITS[unit];
  if (length === undefined || Number(count) < 1) {
    throw new Error(`"${expression}" is not a rate: write rate(5 minutes), rate(1 hour) or rate(2 days)`);
  }
  return Number(count) * length;
}

function scheduledEvent({ region, accountId }: LambdaAccount, name: FunctionName): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:events:${region}:${accountId}:rule/${name}`],
    detail: {},
  };
}
