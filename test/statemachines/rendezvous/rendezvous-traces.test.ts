import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, StepFunctionsEngine, TaskError, type Json, type TaskCall } from '../../../engine/index.ts';
import { compilePlan } from '../../../statemachines/asl/compile-plan.ts';
import { planPipeline } from '../../../statemachines/plan/plan-pipeline.ts';
import { graphOf } from '../random-graph.ts';
import { initialModel, isGood, stepsOf, type Model } from './rendezvous-model.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;

/** What happens to a call: how long it takes to reach its service, how long its answer takes, and whether one of them is lost. */
interface Fortune {
  readonly there: number;
  readonly back: number;
  readonly lost: 'nothing' | 'call' | 'answer';
}

/** In the model's words, at a time of the virtual clock in milliseconds. */
interface Happening {
  readonly what: string;
  readonly at: number;
}

type Item = Readonly<Record<string, Json>>;

interface Update {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly S: string }>>;
}

/**
 * The compiled ASL of a producer with waiters that no nesting holds, on the engine, with calls that are slow, lost and
 * repeated as told; everything that happens at the table and at the task tokens, in order, in the model's words.
 */
async function trace(waiters: number, fortunes: readonly Fortune[], seconds: readonly number[]) {
  // Node 0 comes before each waiter; 1 comes before each waiter too, and before nodes of its own.
  const size = 2 + 2 * waiters;
  const edges = Array.from({ length: waiters }, (_, index) => [
    [0, 2 + index] as const,
    [1, 2 + index] as const,
    [1, 2 + waiters + index] as const,
  ]).flat();
  const graph = graphOf({ size, edges, axes: [], gathers: [] });
  const plan = planPipeline(graph, { definitionHash: '', parameters: {}, inputs: {} }).value;
  const asl = plan && compilePlan(plan).value?.machines[0]?.asl;
  if (plan === undefined || asl === undefined) throw new Error('nothing was compiled');
  const names = plan.rendezvous.map(({ waiter }) => waiter);

  const clock = createVirtualClock();
  const events: Happening[] = [];
  const happen = (what: string): void => void events.push({ what, at: clock.now() });
  let item: Item | undefined;
  let calls = 0;
  const tokens = names.map((): string[] => []);
  const lost = () => new TaskError('DynamoDb.SdkClientException', 'Unable to execute HTTP request');
  /** One call of a service: it may be lost on its way there or back, the work in between is one step. */
  const call = async (
    task: TaskCall,
    who: string,
    work: () => Promise<Json> | Json,
    answered: string,
    missed: string,
  ) => {
    const fortune = fortunes[calls] ?? { there: 0, back: 0, lost: 'nothing' };
    calls += 1;
    await task.sleep(fortune.there);
    if (fortune.lost === 'call') {
      happen(`${who} ${missed}`);
      throw lost();
    }
    const answer = await work();
    await task.sleep(fortune.back);
    happen(`${who} ${fortune.lost === 'answer' ? 'lost' : answered}`);
    if (fortune.lost === 'answer') throw lost();
    if (answer instanceof TaskError) throw answer;
    return answer;
  };

  const engine: StepFunctionsEngine = new StepFunctionsEngine({
    clock,
    seed: 'trace',
    tasks: {
      '*': async (task) => {
        const { Payload } = task.arguments as { readonly Payload: { readonly node?: string } };
        await task.sleep(seconds[Number(Payload.node?.slice(1))] ?? 0);
        return {};
      },
      'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken': (task) => {
        const update = task.arguments as unknown as Update;
        const attribute = update.ExpressionAttributeNames?.['#t'] ?? '';
        const index = names.indexOf(attribute.slice('t_'.length));
        const token = update.ExpressionAttributeValues[':t'] ?? { S: '' };
        tokens[index]?.push(token.S);
        happen(`w${index} calls`);
        const work = () => {
          const refused = update.ConditionExpression === 'attribute_not_exists(fate)' && item?.['fate'] !== undefined;
          happen(`w${index} ${refused ? 'refused' : 'stored'}`);
          if (refused) return Promise.resolve(new TaskError('DynamoDb.ConditionalCheckFailedException', '') as never);
          item = { ...item, [attribute]: { S: token.S } };
          return {};
        };
        return call(task, `w${index}`, work, 'answered', 'lost');
      },
      'arn:aws:states:::aws-sdk:dynamodb:updateItem': (task) => {
        if (!events.some(({ what }) => what === 'p ended')) happen('p ended');
        const update = task.arguments as unknown as Update;
        const work = (): Json => {
          const old = item;
          item = { ...item, fate: update.ExpressionAttributeValues[':f'] ?? null };
          happen('p wrote');
          return old === undefined ? {} : { Attributes: old };
        };
        return call(task, 'p', work, 'answered', 'unreached');
      },
      'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess': (task) => {
        const { TaskToken: taskToken, Output: output } = task.arguments as { TaskToken: string; Output: string };
        const index = tokens.findIndex((known) => known.includes(taskToken));
        const work = async (): Promise<Json> => {
          try {
            await engine.sendTaskSuccess({ taskToken, output });
          } catch (error) {
            happen(`p w${index} gone`);
            return new TaskError(`Sfn.${error instanceof Error ? error.name : ''}Exception`, '') as never;
          }
          happen(`p w${index} accepted`);
          return {};
        };
        return call(task, `p w${index}`, work, 'told', 'unreached');
      },
    },
  });
  try {
    const definition = asl.replaceAll(/\$\{(\w+)\}/gu, '$1');
    const roleArn = 'arn:aws:iam::000000000000:role/states';
    const { stateMachineArn } = await engine.createStateMachine({ name: 'machine', definition, roleArn });
    const input = JSON.stringify({
      project: 'p',
      runId: 'r',
      generation: 0,
      axes: {},
      items: { bucket: 'b', prefix: '' },
    });
    const { executionArn } = await engine.startExecution({ stateMachineArn, name: 'run', input });
    const { status, cause } = await engine.waitForExecution(executionArn ?? '');
    return { waiters: names.length, events, status, cause };
  } finally {
    await engine.close();
  }
}

/** The model led along a trace: each thing that happened must be a step of it, with the same outcome. */
function follow(happenings: readonly Happening[], start: Model): Model {
  let model = start;
  const events = happenings.map(({ what }) => what);
  for (const [index, event] of events.entries()) {
    const [who = '', what = ''] = event.split(' ');
    const waiter = who.startsWith('w') ? model.waiters[Number(who.slice(1))] : undefined;
    // Woken before its answer came: the engine waits for that no more. A call that reached nobody changes nothing.
    if (waiter?.phase === 'passed' && (what === 'answered' || what === 'lost')) continue;
    if (event === 'p unreached') continue;
    // A call is lost and its token sent at the same instant: the engine heard of the token first.
    const atOnce = happenings.slice(index + 1).filter(({ at }) => at === happenings[index]?.at);
    if (what === 'lost' && atOnce.some((other) => other.what === `p ${who} accepted`)) continue;
    const step = stepsOf(model).find((each) => each.event === event);
    if (step === undefined) {
      throw new Error(`no step "${event}" behind ${events.slice(0, index).join(', ')} at ${JSON.stringify(model)}`);
    }
    model = step.next;
    // A fate that is not asked for is not read: whoever was refused goes on at once.
    for (const each of stepsOf(model)) if (each.event === `${who} read`) model = each.next;
  }
  for (let done = stepsOf(model).find(({ event }) => event === 'p done'); done !== undefined; done = undefined)
    model = done.next;
  return model;
}

const fortune = fc.record({
  there: fc.integer({ min: 0, max: 3 }),
  back: fc.integer({ min: 0, max: 3 }),
  lost: fc.oneof(
    { weight: 4, arbitrary: fc.constant('nothing' as const) },
    fc.constantFrom('call' as const, 'answer' as const),
  ),
});

describe('the compiled rendezvous', () => {
  it('does what the model does, whatever is late or lost, and wakes everybody', async () => {
    const happened = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 3 }),
        fc.array(fortune, { maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 8, maxLength: 8 }),
        async (waiters, fortunes, seconds) => {
          const { events, status, cause, waiters: found } = await trace(waiters, fortunes, seconds);
          expect({ status, cause }).toEqual({ status: 'SUCCEEDED', cause: undefined });
          const end = follow(events, initialModel(found, 'succeeded', 100));
          for (const { what } of events) happened.add(what.replace(/w\d/u, 'w'));
          expect(isGood(end), JSON.stringify({ events, end })).toBe(true);
        },
      ),
      { seed: 11, numRuns: full ? 3000 : 40 },
    );
    const expected = ['calls', 'stored', 'refused', 'answered', 'lost'].map((what) => `w ${what}`);
    const produced = ['ended', 'wrote', 'answered', 'lost', 'unreached'].map((what) => `p ${what}`);
    const woken = ['accepted', 'gone', 'told', 'lost', 'unreached'].map((what) => `p w ${what}`);
    expect([...happened].sort()).toEqual([...expected, ...produced, ...woken].sort());
  });
});
