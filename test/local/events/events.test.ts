import { describe, expect, it } from 'vitest';
import { manifest, type FunctionSpec } from '../../../functions/manifest.ts';
import { functionsFor } from '../../../local/events/event-rules.ts';
import { rateMilliseconds, type Schedules, startSchedules } from '../../../local/events/schedules.ts';
import { invokeAsynchronously } from '../../../local/lambda-host/asynchronous-invocation.ts';

const account = 'arn:aws:states:us-east-1:000000000000:execution';

const change = (status: string, executionArn = `${account}:machine:run-1`) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { status, executionArn },
});

describe('functionsFor', () => {
  it('finds the functions whose rule matches', () => {
    expect(
      ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map((status) =>
        functionsFor(manifest, change(status)),
      ),
    ).toEqual([[], ['finish-run'], ['finish-run'], ['finish-run'], ['finish-run']]);
    expect(functionsFor(manifest, { ...change('FAILED'), source: 'aws.batch' })).toEqual([]);
    expect(functionsFor(manifest, change('FAILED', `${account}:machine/trials:child`))).toEqual([]);
  });
});

describe('startSchedules', () => {
  it('invokes what is scheduled after the start, unless it is stopped before', async () => {
    const account = { region: 'us-east-1', accountId: '000000000000' };
    const invoked: string[] = [];
    startSchedules(manifest, account, () => invoked.push('stopped'), 0).stop();
    const schedules = await new Promise<Schedules>((done) => {
      const started = startSchedules(
        manifest,
        account,
        (name) => {
          invoked.push(name);
          done(started);
        },
        0,
      );
    });
    schedules.stop();
    expect(invoked).toEqual(['reconcile-runs']);
  });

  it('reads rates, and says what is none', () => {
    expect(['rate(1 minute)', 'rate(5 minutes)', 'rate(2 hours)', 'rate(1 day)'].map(rateMilliseconds)).toEqual([
      60_000, 300_000, 7_200_000, 86_400_000,
    ]);
    expect(() => rateMilliseconds('cron(0 12 * * ? *)')).toThrow('"cron(0 12 * * ? *)" is not a rate');
    expect(
      manifest.flatMap(({ events }: FunctionSpec) => events).filter(({ kind }) => kind === 'schedule'),
    ).toHaveLength(1);
  });
});

describe('invokeAsynchronously', () => {
  it.each([
    ['a success', 0, 1],
    ['one failure', 1, 2],
    ['failures only', 9, 3],
  ])('tries at most twice more: %s', async (_name, failures, expected) => {
    const requestIds: string[] = [];
    await new Promise<void>((done) => {
      const background = invokeAsynchronously(
        async (_function, _event, requestId) => {
          requestIds.push(requestId);
          const failed = requestIds.length <= failures;
          if (!failed || requestIds.length === 3) setImmediate(done);
          return { kind: failed ? 'function-error' : 'success', payload: '{}', logTail: '' };
        },
        [1, 1],
      );
      background.invoke('f', '{}');
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(requestIds).toHaveLength(expected);
    expect(new Set(requestIds).size).toBe(1);
  });
});
