import { describe, expect, it } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, TaskError, type TaskCall } from '../../../engine/index.ts';
import { answerDynamodb } from '../../../estimate/table/answer-dynamodb.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { fixtureCases } from '../fixture-cases.ts';
import { runCompiled } from '../run-compiled.ts';

function compiled(name: string) {
  const found = fixtureCases('compiled').find((each) => each.name === name);
  const { value } = compilePipeline(found?.text ?? '', 'valohai.yaml');
  if (value === undefined) throw new Error(`${name} was refused`);
  return value;
}

const nodeOf = (call: TaskCall) => (call.arguments as { readonly Payload: { readonly node?: string } }).Payload.node;

describe('a rendezvous whose producer fails', () => {
  it('ends its own trial at once, and leaves the other trials alone', async () => {
    const run = await runCompiled(compiled('rendezvous-inside-a-map'), {
      seconds: ({ node }) => (node === 'images' ? 5 : 1),
      fails: (event) =>
        event.node === 'images' && 'trial' in event && event.trial[0] === 0
          ? new TaskError('StepFailed', '')
          : undefined,
    });
    expect(run).toMatchObject({ status: 'FAILED', error: 'TrialsFailed', seconds: 6 });
    const ran = run.calls.map(({ event }) => `${event.node}${'trial' in event ? event.trial.join('.') : ''}`);
    expect(ran.sort()).toEqual(['images0', 'images1', 'ships1', 'storms0', 'storms1', 'weather0', 'weather1']);
    expect(run.failures).toMatchObject([{ node: 'images', trial: [0], error: 'StepFailed' }]);
  });

  it('ends the machine, and a redrive goes on from there: who waited waits again and is woken', async () => {
    const machine = compiled('shared-predecessor').machines[0]?.asl ?? '';
    const ran: string[] = [];
    let broken = true;
    const engine: StepFunctionsEngine = new StepFunctionsEngine({
      clock: createVirtualClock(),
      seed: 'redrive',
      tasks: {
        ...answerDynamodb(() => undefined),
        'arn:aws:states:::lambda:invoke': async (call) => {
          const node = nodeOf(call) ?? 'finish-run';
          await call.sleep(node === 'a' ? 5 : 1);
          if (node === 'a' && broken) throw new TaskError('StepFailed', 'a lamp went out');
          ran.push(node);
          return {};
        },
      },
    });
    try {
      const { stateMachineArn } = await engine.createStateMachine({
        name: 'machine',
        definition: machine.replaceAll(/\$\{(\w+)\}/gu, '$1'),
        roleArn: 'arn:aws:iam::000000000000:role/states',
      });
      const input = JSON.stringify({
        project: 'p',
        runId: 'r',
        generation: 0,
        axes: {},
        items: { bucket: 'b', prefix: '' },
      });
      const { executionArn = '' } = await engine.startExecution({ stateMachineArn, name: 'run', input });
      expect(await engine.waitForExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'StepFailed' });
      expect(ran).toEqual(['b', 'd']);
      broken = false;
      await engine.redriveExecution({ executionArn });
      expect(await engine.waitForExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
      expect(ran).toEqual(['b', 'd', 'a', 'c', 'finish-run']);
    } finally {
      await engine.close();
    }
  });
});
