import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { StepFunctionsEngine, TaskError, type Json, type TaskCall } from '../../engine/index.ts';

/** A process that runs an engine until it is killed or all executions have ended; each task it does is a line in a file. */
const [dataFolder = '', taskLog = ''] = process.argv.slice(2);

/** The parent counts these lines and kills this process after one of them. */
const note = (line: string): void => {
  appendFileSync(taskLog, `${line}\n`);
  process.stdout.write(`${line}\n`);
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const INVOKE = 'arn:aws:states:::lambda:invoke';

const task = (name: string, extra: object = {}): object => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: {
    FunctionName: name,
    Payload: {
      at: '{% $states.context.Execution.Name %}',
      item: '{% $states.input %}',
      retry: '{% $states.context.State.RetryCount %}',
    },
  },
  Output: '{% $states.result.Payload %}',
  ...extra,
});

const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'First',
  States: {
    First: task('first', { Assign: { seen: '{% $states.result.Payload %}' }, Next: 'Both' }),
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Flaky',
          States: {
            Flaky: task('flaky', {
              Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, BackoffRate: 1 }],
              Next: 'Pause',
            }),
            Pause: { Type: 'Wait', Seconds: 1, End: true },
          },
        },
        {
          StartAt: 'Token',
          States: {
            Token: task('token', {
              Resource: `${INVOKE}.waitForTaskToken`,
              Arguments: { FunctionName: 'token', Payload: '{% $states.context.Task.Token %}' },
              Output: '{% $states.result %}',
              End: true,
            }),
          },
        },
        {
          StartAt: 'Inline',
          States: {
            Inline: {
              Type: 'Map',
              Items: '{% [1..5] %}',
              MaxConcurrency: 2,
              ItemProcessor: { StartAt: 'Item', States: { Item: task('item', { End: true }) } },
              End: true,
            },
          },
        },
      ],
      Next: 'Sweep',
    },
    Sweep: {
      Type: 'Map',
      Items: '{% [1..8] %}',
      MaxConcurrency: 3,
      Assign: { kept: '{% $seen %}' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Trial',
        States: { Trial: task('trial', { End: true }) },
      },
      Next: 'Nested',
    },
    Nested: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: {
        StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:child',
        Input: { sweep: '{% $states.input %}' },
      },
      Output: '{% $states.result.Output.sweep %}',
      Next: 'Last',
    },
    Last: { Type: 'Pass', Output: { sweep: '{% $states.input %}', kept: '{% $kept %}' }, End: true },
  },
};

const child = {
  StartAt: 'Short',
  States: {
    Short: { Type: 'Wait', Seconds: 1, Next: 'Work' },
    Work: {
      Type: 'Task',
      Resource: INVOKE,
      Parameters: { FunctionName: 'child', Payload: { 'at.$': '$$.Execution.Name', item: 0 } },
      ResultPath: null,
      End: true,
    },
  },
};

/** Whoever holds the tokens outlives this process: they are in a file, and sent again in the next life. */
const tokenFile = `${taskLog}.tokens`;

const sendTokens = (): void => {
  if (!existsSync(tokenFile)) return;
  for (const taskToken of readFileSync(tokenFile, 'utf8').split('\n').slice(0, -1)) {
    engine.sendTaskSuccess({ taskToken, output: '"told"' }).catch(() => undefined);
  }
};

const work = async (call: TaskCall): Promise<Json> => {
  const { FunctionName, Payload } = call.arguments as { FunctionName: string; Payload: Json };
  if (FunctionName === 'token') {
    appendFileSync(tokenFile, `${typeof Payload === 'string' ? Payload : ''}\n`);
    setTimeout(sendTokens, 30);
    return null;
  }
  const where = `${call.executionArn.split(':').slice(6).join(':')} ${FunctionName} ${JSON.stringify(Payload)}`;
  await pause(5 + Math.random() * 20);
  if (FunctionName === 'flaky' && call.retryCount < 1) throw new TaskError('Flaky', 'once');
  note(`done ${where}`);
  const { item } = Payload as { item: Json };
  return FunctionName === 'first' ? 'first' : typeof item === 'number' ? item * 10 : 'ok';
};

const engine = new StepFunctionsEngine({
  dataFolder,
  tasks: { first: work, flaky: work, token: work, item: work, trial: work, child: work },
});

sendTokens();
const roleArn = 'arn:aws:iam::000000000000:role/x';
await engine.createStateMachine({ name: 'child', definition: JSON.stringify(child), roleArn });
const { stateMachineArn } = await engine.createStateMachine({
  name: 'crash',
  definition: JSON.stringify(definition),
  roleArn,
});
const names = ['one', 'two', 'three'];
const listed = await engine.listExecutions({ stateMachineArn });
const known = new Set(listed.executions?.map(({ name }) => name));
for (const name of names) if (!known.has(name)) await engine.startExecution({ stateMachineArn, name });
const { executions = [] } = await engine.listExecutions({ stateMachineArn });
const ends = await Promise.all(executions.map(({ executionArn }) => engine.waitForExecution(executionArn ?? '')));
const histories = await Promise.all(
  executions.map(({ executionArn }) => engine.getExecutionHistory({ executionArn, maxResults: 1000 })),
);
await engine.close();
process.stdout.write(
  `${JSON.stringify({
    ends: ends.map(({ name, status, output }) => `${name ?? ''} ${status ?? ''} ${output ?? ''}`).sort(),
    successes: histories.map(({ events = [] }) => events.filter(({ type }) => type === 'TaskSucceeded').length),
    ids: histories.map(({ events = [] }) => events.every(({ id }, index) => id === index + 1)),
  })}\n`,
);
