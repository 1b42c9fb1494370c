import { describe, expect, it } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, TaskError, type EngineOptions } from '../../engine/index.ts';

const sweep = {
  QueryLanguage: 'JSONata',
  StartAt: 'Sweep',
  States: {
    Sweep: {
      Type: 'Map',
      Label: 'Sweep',
      Items: '{% [1..4] %}',
      ToleratedFailureCount: 4,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' }, End: true } }, // prettier-ignore
      },
      End: true,
    },
  },
};

/** Runs the sweep, of which the third trial fails; gives what is then known. */
async function run(options: EngineOptions) {
  const engine = new StepFunctionsEngine({
    clock: createVirtualClock(),
    seed: 'test',
    tasks: {
      work(call) {
        const { Payload } = call.arguments as { readonly Payload: number };
        if (Payload === 3) throw new TaskError('Broken');
        return Payload;
      },
    },
    ...options,
  });
  try {
    const roleArn = 'arn:aws:iam::000000000000:role/states';
    const definition = JSON.stringify(sweep);
    const { stateMachineArn } = await engine.createStateMachine({ name: 'sweep', definition, roleArn });
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name: 'run' });
    const { status, output } = await engine.waitForExecution(executionArn);
    const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
    const { executions = [] } = await engine.listExecutions({ mapRunArn: mapRuns[0]?.mapRunArn });
    const history = await engine.getExecutionHistory({ executionArn, maxResults: 1000 });
    return { executionArn, status, output, children: executions.map((each) => each.status), history: history.events };
  } finally {
    await engine.close();
  }
}

describe('onHistoryEvent', () => {
  it('is called with every event of every history, in order', async () => {
    const seen = new Map<string, string[]>();
    const { executionArn, history } = await run({
      onHistoryEvent({ id, type }, arn) {
        const own = seen.get(arn) ?? [];
        seen.set(arn, own);
        own.push(type);
        expect(id).toBe(own.length);
      },
    });
    expect(seen.get(executionArn)).toEqual(history?.map(({ type }) => type));
    expect(seen.size).toBe(5);
    expect([...seen.values()].filter((types) => types.at(-1) === 'ExecutionFailed')).toHaveLength(1);
  });
});

describe('forgetChildren', () => {
  it('leaves the run as it is, and of its children only those that did not succeed', async () => {
    const kept = await run({});
    const forgotten = await run({ forgetChildren: true });
    expect([...kept.children].sort()).toEqual(['FAILED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(forgotten.children).toEqual(['FAILED']);
    expect({ status: forgotten.status, output: forgotten.output }).toEqual({
      status: kept.status,
      output: kept.output,
    });
  });
});

describe('a virtual clock', () => {
  it('keeps nothing of timers that were cancelled, and the order of the others', async () => {
    const clock = createVirtualClock();
    const fired: number[] = [];
    const timers = Array.from({ length: 5000 }, (_, index) => clock.at(1 + (index % 7), () => fired.push(index)));
    const kept = (index: number) => index % 1000 === 3;
    timers.forEach((timer, index) => {
      if (!kept(index)) timer.cancel();
    });
    await new Promise<void>((resolve) => clock.at(100, resolve));
    const order = Array.from({ length: 5000 }, (_, index) => index).filter(kept);
    expect(fired).toEqual([...order].sort((a, b) => (a % 7) - (b % 7) || a - b));
    expect(clock.now()).toBe(100);
    clock.close();
  });
});
