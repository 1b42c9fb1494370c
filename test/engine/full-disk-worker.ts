import { StepFunctionsEngine } from '../../engine/index.ts';
import { INVOKE, ROLE, single } from './run-definition.ts';

/** Starts executions in the folder until it can write no more; says which had ended and which was under way. */
const [folder = ''] = process.argv.slice(2);
const engine = new StepFunctionsEngine({ dataFolder: folder, tasks: { work: () => null } });
const definition = JSON.stringify(single({ Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'work' } }));
const { stateMachineArn } = await engine.createStateMachine({ name: 'm', definition, roleArn: ROLE });
const ended: string[] = [];
let running = '';
let refusal = '';
while (refusal === '') {
  try {
    const { executionArn = '' } = await engine.startExecution({ stateMachineArn });
    running = executionArn;
    await engine.waitForExecution(executionArn);
    ended.push(executionArn);
  } catch (error) {
    refusal = (error as Error).message;
  }
}
const again = await engine.startExecution({ stateMachineArn }).catch((error: unknown) => (error as Error).message);
process.stdout.write(JSON.stringify({ refusal, again, ended, running }));
await engine.close();
