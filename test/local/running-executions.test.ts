import { expect, it } from 'vitest';
import { StepFunctionsEngine } from '../../engine/index.ts';
import { runningExecutions } from '../../local/running-executions.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';
const definition = JSON.stringify({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3600, End: true } } });

it('finds every execution that runs, however many machines and executions there are', async () => {
  const engine = new StepFunctionsEngine();
  const names: string[] = [];
  for (let machine = 0; machine < 1001; machine += 1) {
    const { stateMachineArn } = await engine.createStateMachine({ name: `m${machine}`, definition, roleArn });
    if (machine % 500 !== 0) continue;
    for (let run = 0; run < (machine === 0 ? 1001 : 1); run += 1) {
      names.push(`m${machine}-${run}`);
      await engine.startExecution({ stateMachineArn, name: `m${machine}-${run}` });
    }
  }
  expect((await runningExecutions(engine)).toSorted()).toEqual(names.toSorted());
  await engine.close();
});
