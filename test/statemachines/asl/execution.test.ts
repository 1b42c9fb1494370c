import { describe, expect, it } from 'vitest';
import { TaskError } from '../../../engine/index.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { fixtureCases } from '../fixture-cases.ts';
import type { CompiledRun } from '../run-compiled.ts';
import { runCompiled } from '../run-compiled.ts';

const cases = fixtureCases('compiled');

function compiled(name: string, options: Parameters<typeof compilePipeline>[2] = {}): CompiledPipeline {
  const found = cases.find((each) => each.name === name);
  const { value } = compilePipeline(found?.text ?? '', 'valohai.yaml', { ...found?.options, ...options });
  if (value === undefined) throw new Error(`${name} does not compile`);
  return value;
}

/** `node[trial] start-end`, in the order of the starts. */
function timetable({ calls }: CompiledRun): readonly string[] {
  return calls
    .map(({ event, start, end }) => ({
      start,
      text: `${event.node}${JSON.stringify('trial' in event ? event.trial : event.trials)} ${start}-${end}`,
    }))
    .sort((a, b) => a.start - b.start || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text);
}

const stepFailed = new TaskError('StepFailed', 'no such file');

describe('the compiled machine', () => {
  for (const { name } of cases) {
    it(`runs every node of ${name} once for each combination of its axes, after all that it waits for`, async () => {
      const { plan, ...rest } = compiled(name);
      const run = await runCompiled({ plan, ...rest });
      expect(run).toMatchObject({
        status: 'SUCCEEDED',
        failures: [],
        finished: [{ project: 'default', runId: 'run', generation: 0 }],
      });
      const trials = new Map<string, string[]>();
      for (const { event } of run.calls) {
        const own = 'trial' in event ? [event.trial] : event.trials;
        trials.set(event.node, [...(trials.get(event.node) ?? []), ...own.map((trial) => JSON.stringify(trial))]);
      }
      for (const node of plan.nodes) {
        const product = node.axes.reduce<readonly (readonly number[])[]>(
          (found, axis) => found.flatMap((left) => axis.points.map((_, index) => [...left, index])),
          [[]],
        );
        expect({ node: node.node, trials: trials.get(node.node)?.sort() }).toEqual({
          node: node.node,
          trials: product.map((trial) => JSON.stringify(trial)).sort(),
        });
        for (const before of node.after) {
          const others = plan.nodes.find((each) => each.node === before)?.axes ?? [];
          const shared = node.axes.filter((axis) => others.some((each) => each.id === axis.id)).map((axis) => axis.id);
          for (const consumer of run.calls.filter(({ event }) => event.node === node.node)) {
            for (const producer of run.calls.filter(({ event }) => event.node === before)) {
              if (!('trial' in consumer.event) || !('trial' in producer.event)) continue;
              const [a, b] = [consumer.event.trial, producer.event.trial];
              const same = shared.every(
                (axis) =>
                  a[node.axes.findIndex((each) => each.id === axis)] ===
                  b[others.findIndex((each) => each.id === axis)],
              );
              if (same) expect(consumer.start).toBeGreaterThanOrEqual(producer.end);
            }
          }
        }
      }
    });
  }

  it("starts a collection's training as soon as that collection is prepared", async () => {
    const run = await runCompiled(compiled('hoisted-sweep'), {
      seconds: (event) => (event.node === 'preprocess' && 'trial' in event && event.trial[0] === 1 ? 10 : 1),
    });
    expect(timetable(run)).toEqual([
      'preprocess[0] 0-1',
      'preprocess[1] 0-10',
      'train[0,0] 1-2',
      'train[0,1] 1-2',
      'train[1,0] 10-11',
      'train[1,1] 10-11',
      'predict[] 11-12',
    ]);
  });

  it('gives trials in the order of the product where the Maps nest the other way', async () => {
    const run = await runCompiled(
      compiled('hoisted-inner-axis-first', { parameters: { collection: ['a', 'b'], epochs: [1, 2, 3] } }),
    );
    expect(timetable(run).filter((line) => line.startsWith('train'))).toEqual([
      'train[0,0] 1-2',
      'train[0,1] 1-2',
      'train[1,0] 1-2',
      'train[1,1] 1-2',
      'train[2,0] 1-2',
      'train[2,1] 1-2',
    ]);
  });

  it('records a failed trial, lets its siblings end, and fails before the gather', async () => {
    const run = await runCompiled(compiled('hoisted-sweep'), {
      fails: (event) =>
        event.node === 'train' && 'trial' in event && event.trial.join() === '0,1' ? stepFailed : undefined,
    });
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'TrialsFailed',
      cause: '1 of the trials over collection failed',
      finished: [],
    });
    expect(run.failures).toEqual([
      {
        project: 'default',
        runId: 'run',
        generation: 0,
        node: 'train',
        trial: [0, 1],
        error: 'StepFailed',
        cause: 'no such file',
      },
    ]);
    expect(run.calls.map(({ event }) => event.node).sort()).toEqual([
      'preprocess',
      'preprocess',
      'train',
      'train',
      'train',
      'train',
    ]);
  });

  it('skips what follows a failed node in its own trial only', async () => {
    const run = await runCompiled(compiled('hoisted-sweep'), {
      fails: (event) =>
        event.node === 'preprocess' && 'trial' in event && event.trial[0] === 0 ? stepFailed : undefined,
    });
    expect(run).toMatchObject({ status: 'FAILED', error: 'TrialsFailed' });
    expect(timetable(run)).toEqual(['preprocess[0] 0-1', 'preprocess[1] 0-1', 'train[1,0] 1-2', 'train[1,1] 1-2']);
  });

  it('goes on after failed trials with continue-and-complete', async () => {
    const run = await runCompiled(compiled('sweep-forgiving'), {
      fails: (event) => (event.node === 'train' && 'trial' in event && event.trial[0] === 2 ? stepFailed : undefined),
    });
    expect(run).toMatchObject({ status: 'SUCCEEDED', finished: [{}] });
    expect(run.failures.map(({ node, trial }) => ({ node, trial }))).toEqual([{ node: 'train', trial: [2] }]);
    expect(run.calls.filter(({ event }) => event.node === 'choose')).toHaveLength(1);
  });

  it('stops the sweep at the first failure with stop-all-and-error', async () => {
    const run = await runCompiled(compiled('sweep-strict'), {
      fails: (event) => (event.node === 'train' && 'trial' in event && event.trial[0] === 1 ? stepFailed : undefined),
    });
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'StepFailed',
      cause: 'no such file',
      failures: [],
      finished: [],
    });
    // Three at a time: the second batch of three never starts.
    expect(timetable(run)).toEqual(['train[0] 0-1', 'train[1] 0-1', 'train[2] 0-1']);
  });

  it('records the trial that ends an inner sweep and lets the outer trials go on', async () => {
    const run = await runCompiled(compiled('sweep-inside-a-sweep'), {
      fails: (event) =>
        event.node === 'train' && 'trial' in event && event.trial.join() === '1,0' ? stepFailed : undefined,
    });
    expect(run).toMatchObject({ status: 'FAILED', error: 'TrialsFailed' });
    expect(run.failures).toEqual([
      {
        project: 'default',
        runId: 'run',
        generation: 0,
        node: 'train',
        trial: [1, 0],
        error: 'StepFailed',
        cause: 'no such file',
      },
    ]);
    expect(timetable(run).filter((line) => line.startsWith('choose'))).toEqual(['choose[0] 2-3']);
  });

  it('lets the branches of a trial end and skips their join when one fails', async () => {
    const run = await runCompiled(compiled('branches-inside-a-sweep'), {
      fails: (event) => (event.node === 'forest' && 'trial' in event && event.trial[0] === 0 ? stepFailed : undefined),
      seconds: (event) => (event.node === 'network' ? 5 : 1),
    });
    expect(run).toMatchObject({ status: 'SUCCEEDED', finished: [{}] });
    expect(timetable(run).filter((line) => /network|ensemble/u.test(line))).toEqual([
      'network[0] 1-6',
      'network[1] 1-6',
      'ensemble[1] 6-7',
    ]);
  });

  it('reads the trials of a long sweep from S3 and counts their failures', async () => {
    const run = await runCompiled(compiled('sweep-distributed'), {
      fails: (event) =>
        event.node === 'train' && 'trial' in event && (event.trial[0] ?? 0) % 20 === 7 ? stepFailed : undefined,
    });
    expect(run).toMatchObject({ status: 'FAILED', error: 'TrialsFailed', cause: '3 of the trials of train failed' });
    expect(run.failures.map(({ trial }) => trial).sort()).toEqual([[27], [47], [7]]);
    expect(run.calls).toHaveLength(50);
  });

  it('hands over a batch of trials in one call and counts what failed in it', async () => {
    const good = await runCompiled(compiled('sweep-batched'));
    const batches = good.calls.flatMap(({ event }) => ('trials' in event ? [event.trials.length] : []));
    expect(batches).toEqual([8, 8, 8, 8, 8, 8, 2]);
    const bad = await runCompiled(compiled('sweep-batched'), {
      failedInBatch: ({ trials }) => (trials.some(([index]) => index === 9) ? 2 : 0),
    });
    expect(bad).toMatchObject({ status: 'FAILED', error: 'TrialsFailed', cause: '2 of the trials of train failed' });
    const lost = await runCompiled(compiled('sweep-batched'), {
      fails: (event) => ('trials' in event && event.trials.length === 2 ? new TaskError('Lambda.Unknown') : undefined),
    });
    expect(lost).toMatchObject({ status: 'FAILED', cause: '2 of the trials of train failed' });
    expect(lost.failures).toEqual([
      {
        project: 'default',
        runId: 'run',
        generation: 0,
        node: 'train',
        trial: [],
        trials: [[48], [49]],
        error: 'Lambda.Unknown',
        cause: '',
      },
    ]);
  });

  it('records which trial of a long sweep ended it with stop-all-and-error', async () => {
    const run = await runCompiled(compiled('sweep-distributed-strict'), {
      fails: (event) => (event.node === 'train' && 'trial' in event && event.trial[0] === 1 ? stepFailed : undefined),
    });
    expect(run).toMatchObject({ status: 'FAILED', finished: [] });
    expect(run.failures.map(({ node, trial, error }) => ({ node, trial, error }))).toEqual([
      { node: 'train', trial: [1], error: 'StepFailed' },
    ]);
    expect(run.calls.some(({ event }) => event.node === 'choose')).toBe(false);
  });

  it('ends the sweep when a trial of a batch fails with stop-all-and-error', async () => {
    const run = await runCompiled(compiled('sweep-batched-strict'), {
      failedInBatch: ({ trials }) => (trials.some(([index]) => index === 9) ? 1 : 0),
    });
    expect(run).toMatchObject({ status: 'FAILED', failures: [], finished: [] });
    expect(run.calls.some(({ event }) => event.node === 'choose')).toBe(false);
  });

  it('repeats a failed step as its definition says, each attempt numbered, but never one that was stopped', async () => {
    const attempts = (run: CompiledRun) => run.calls.map(({ event }) => `${event.node} ${event.attempt}`);
    const flaky = await runCompiled(compiled('retries'), {
      fails: (event) => (event.node === 'flaky' && event.attempt !== '0.3' ? stepFailed : undefined),
    });
    expect(flaky.status).toBe('SUCCEEDED');
    expect(attempts(flaky)).toEqual(['flaky 0.0', 'flaky 0.1', 'flaky 0.2', 'flaky 0.3', 'again 0.0']);
    const broken = await runCompiled(compiled('retries'), {
      fails: (event) => (event.node === 'again' ? stepFailed : undefined),
    });
    expect(broken).toMatchObject({ status: 'FAILED', error: 'StepFailed', finished: [] });
    expect(attempts(broken)).toEqual(['flaky 0.0', 'again 0.0', 'again 0.1', 'again 0.2', 'again 0.3']);
    const stopped = await runCompiled(compiled('retries'), { fails: () => new TaskError('StepStopped', 'stopped') });
    expect(attempts(stopped)).toEqual(['flaky 0.0']);
  });

  it('repeats a call that Lambda throttled without being told', async () => {
    const run = await runCompiled(compiled('sequence'), {
      fails: (event) =>
        event.attempt === '0.0' ? new TaskError('Lambda.TooManyRequestsException', 'Rate Exceeded.') : undefined,
    });
    expect(run.status).toBe('SUCCEEDED');
    expect(run.calls.map(({ event }) => `${event.node} ${event.attempt}`)).toEqual([
      'fetch 0.0',
      'fetch 0.1',
      'clean 0.0',
      'clean 0.1',
      'report 0.0',
      'report 0.1',
    ]);
  });
});
