import { afterEach, describe, expect, it } from 'vitest';
import type { Json, StepFunctionsEngine, TaskHandlers } from '../../engine/index.ts';
import { INVOKE, runDefinition, single, type Finished } from './run-definition.ts';

const engines: StepFunctionsEngine[] = [];

const run = async (...given: Parameters<typeof runDefinition>): Promise<Finished> => {
  const finished = await runDefinition(...given);
  engines.push(finished.engine);
  return finished;
};

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const map = (extra: object = {}, work: object = { Type: 'Pass', End: true }): object => ({
  Type: 'Map',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Each',
    States: { Each: work },
  },
  ...extra,
});

/** S3 in this process: the same requests as go out by the wire. */
const storage = (objects: Record<string, string>): TaskHandlers => ({
  'arn:aws:states:::aws-sdk:s3:getObject': ({ arguments: given }) => {
    const { Key } = given as { Key: string };
    return { Body: objects[Key] ?? '' };
  },
  'arn:aws:states:::aws-sdk:s3:listObjectsV2': ({ arguments: given }) => {
    const { ContinuationToken } = given as { ContinuationToken?: string };
    return ContinuationToken === undefined
      ? { Contents: [{ Key: 'a', Size: 1 }], NextContinuationToken: 'more' }
      : { Contents: [{ Key: 'b', Size: 2 }] };
  },
  'arn:aws:states:::aws-sdk:s3:putObject': ({ arguments: given }) => {
    const { Key, Body } = given as { Key: string; Body: string };
    objects[Key] = Body;
    return {};
  },
});

const READ = { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'bucket', Key: 'items' } };

describe('Distributed Map', () => {
  it('writes six events of its own, and one execution for each item', async () => {
    const { output, events, engine, executionArn } = await run(single(map({ Items: [1, 2, 3], Label: 'Each' })));
    expect({ output, events }).toStrictEqual({
      output: [1, 2, 3],
      events: [
        '1 < 0 ExecutionStarted',
        '2 < 0 MapStateEntered',
        '3 < 2 MapStateStarted',
        '4 < 3 MapRunStarted',
        '5 < 4 MapRunSucceeded',
        '6 < 5 MapStateSucceeded',
        '7 < 4 MapStateExited',
        '8 < 7 ExecutionSucceeded',
      ],
    });
    const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
    const described = await engine.describeMapRun({ mapRunArn: mapRuns[0]?.mapRunArn });
    const { executions = [] } = await engine.listExecutions({ mapRunArn: mapRuns[0]?.mapRunArn });
    const child = await engine.getExecutionHistory({ executionArn: executions[0]?.executionArn });
    expect([
      mapRuns.length,
      described.status,
      described.itemCounts,
      executions.map(({ status, stateMachineArn }) => [status, stateMachineArn]),
      child.events?.map(({ type }) => type),
    ]).toStrictEqual([
      1,
      'SUCCEEDED',
      { pending: 0, running: 0, succeeded: 3, failed: 0, timedOut: 0, aborted: 0, total: 3, resultsWritten: 3 },
      Array.from({ length: 3 }, () => ['SUCCEEDED', 'arn:aws:states:us-east-1:000000000000:stateMachine:machine/Each']),
      ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ]);
  });

  it('runs as many children at once as MaxConcurrency says', async () => {
    const state = map(
      { Items: '{% [1..10] %}', MaxConcurrency: 4, Output: 0 },
      { Type: 'Wait', Seconds: 1, End: true },
    );
    expect((await run(single(state))).seconds).toBe(3);
  });

  it('does not show children the outer variables', async () => {
    const { output } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Map' },
        Map: { ...map({ Items: [1] }, { Type: 'Pass', Output: '{% $exists($outer) %}', End: true }), End: true },
      },
    });
    expect(output).toStrictEqual([false]);
  });

  it.each<[string, object, string, Json]>([
    ['a JSON array', {}, '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['a JSON object', {}, '{"a":1}', [{ Key: 'a', Value: 1 }]],
    ['an array inside', { InputType: 'JSON', ItemsPointer: '/x/y~1z' }, '{"x":{"y/z":[5]}}', [5]],
    ['JSON Lines', { InputType: 'JSONL' }, '1\n{"b":2}\n', [1, { b: 2 }]],
    ['CSV with a header row', { InputType: 'CSV' }, 'a,b\r\n1,"x, ""y"""\r\n', [{ a: '1', b: 'x, "y"' }]],
    [
      'CSV with given headers',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['p', 'q'], CSVDelimiter: 'PIPE' },
      '1|2',
      [{ p: '1', q: '2' }],
    ],
    ['as many items as MaxItems', { MaxItems: 1 }, '[1,2,3]', [1]],
  ])('reads %s from S3', async (_name, ReaderConfig, items, expected) => {
    const { output } = await run(single(map({ ItemReader: { ...READ, ReaderConfig } })), {}, storage({ items }));
    expect(output).toStrictEqual(expected);
  });

  it('reads a listing of S3, page by page', async () => {
    const ItemReader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'bucket' } };
    const { output } = await run(
      single(map({ ItemReader, ItemSelector: '{% $states.context.Map.Item.Value.Key %}' })),
      {},
      storage({}),
    );
    expect(output).toStrictEqual(['a', 'b']);
  });

  it('fails with States.ItemReaderFailed for what is no list', async () => {
    const { error, cause } = await run(single(map({ ItemReader: READ })), {}, storage({ items: 'nonsense' }));
    expect([error, cause?.startsWith('The object is not valid JSON')]).toStrictEqual(['States.ItemReaderFailed', true]);
  });

  it('batches items with a common input', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { run: '{% $states.input.id %}' } };
    const { output } = await run(single(map({ Items: [1, 2, 3], ItemBatcher })), { id: 'r' });
    expect(output).toStrictEqual([
      { BatchInput: { run: 'r' }, Items: [1, 2] },
      { BatchInput: { run: 'r' }, Items: [3] },
    ]);
  });

  it('writes results to S3 and gives their place', async () => {
    const objects: Record<string, string> = {};
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket', Prefix: 'out' } };
    const work = {
      Type: 'Task',
      Resource: INVOKE,
      Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    };
    const { output } = await run(
      single(map({ Items: [1, 2], ResultWriter, ToleratedFailureCount: 1 }, work)),
      {},
      {
        ...storage(objects),
        work: (call) => {
          const { Payload } = call.arguments as { Payload: number };
          if (Payload === 2) throw new RangeError('two');
          return Payload * 10;
        },
      },
    );
    const { ResultWriterDetails } = output as { ResultWriterDetails: { Key: string } };
    const folder = ResultWriterDetails.Key.replace('/manifest.json', '');
    const read = (name: string): Json => JSON.parse(objects[`${folder}/${name}`] ?? 'null') as Json;
    const summary = (file: Json): Json =>
      (file as { Status: string; Input: string; Output?: string; Error?: string }[]).map(
        ({ Status, Input, Output = '', Error = '' }) => [Status, Input, Output, Error],
      );
    expect([
      summary(read('SUCCEEDED_0.json')),
      summary(read('FAILED_0.json')),
      Object.keys(objects).length,
    ]).toStrictEqual([[['SUCCEEDED', '1', '10', '']], [['FAILED', '2', '', 'RangeError']], 3]);
  });

  it.each<[object, string | undefined]>([
    [{}, 'States.ExceedToleratedFailureThreshold'],
    [{ ToleratedFailureCount: 1 }, 'States.ExceedToleratedFailureThreshold'],
    [{ ToleratedFailureCount: 2 }, undefined],
    [{ ToleratedFailurePercentage: 50 }, undefined],
    [{ ToleratedFailurePercentage: '{% 49 %}' }, 'States.ExceedToleratedFailureThreshold'],
    [{ ToleratedFailurePercentage: 100, ToleratedFailureCount: 1 }, 'States.ExceedToleratedFailureThreshold'],
    [{ ToleratedFailurePercentage: 49, ToleratedFailureCount: 2 }, 'States.ExceedToleratedFailureThreshold'],
    [{ ToleratedFailurePercentage: 50, ToleratedFailureCount: 2 }, undefined],
  ])('with %o and two failures of four ends with %s', async (tolerance, expected) => {
    const work = { Type: 'Choice', Choices: [{ Condition: '{% $states.input > 2 %}', Next: 'Bad' }], Default: 'Good' };
    const state = {
      Type: 'Map',
      Items: [1, 2, 3, 4],
      ...tolerance,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED' },
        StartAt: 'Each',
        States: { Each: work, Bad: { Type: 'Fail', Error: 'Bad' }, Good: { Type: 'Succeed' } },
      },
    };
    expect((await run(single(state))).error).toBe(expected);
  });

  it.each<[string, object, Json, string]>([
    [
      'ToleratedFailureCountPath',
      { ToleratedFailureCountPath: '$.n' },
      -1,
      'ToleratedFailureCount cannot be negative.',
    ],
    [
      'ToleratedFailureCountPath',
      { ToleratedFailureCountPath: '$.n' },
      1.5,
      'The ToleratedFailureCountPath field refers to value "1.5" which is not a valid integer: $.n',
    ],
    [
      'ToleratedFailurePercentagePath',
      { ToleratedFailurePercentagePath: '$.n' },
      100.1,
      'ToleratedFailurePercentage must be between 0 and 100.',
    ],
    [
      'ToleratedFailurePercentagePath',
      { ToleratedFailurePercentagePath: '$.n' },
      'many',
      'The ToleratedFailurePercentagePath field refers to value "many" which is not a valid float: $.n',
    ],
    [
      'MaxConcurrencyPath',
      { MaxConcurrencyPath: '$.n' },
      'many',
      'The MaxConcurrencyPath field refers to value "many" which is not a valid integer: $.n',
    ],
  ])('fails the state for a %s that cannot be', async (name, fields, n, cause) => {
    const definition = {
      StartAt: 'Only',
      States: { Only: { ...map({ ItemsPath: '$.items', ...fields }), End: true } },
    };
    const failed = await run(definition, { items: [1], n });
    const begun = name === 'MaxConcurrencyPath' ? [] : ['3 < 2 MapStateStarted'];
    expect([failed.error, failed.cause, failed.events]).toStrictEqual([
      'States.Runtime',
      `An error occurred while executing the state 'Only' (entered at the event id #2). ${cause}`,
      ['1 < 0 ExecutionStarted', '2 < 0 MapStateEntered', ...begun, `${3 + begun.length} < 2 ExecutionFailed`],
    ]);
  });

  it.each([
    [3, undefined],
    [2, 'States.ExceedToleratedFailureThreshold'],
  ])('counts the items of a failed batch: with %d of them tolerated ends with %s', async (count, error) => {
    const ItemBatcher = { MaxItemsPerBatch: 3 };
    const state = map({ Items: [1, 2, 3], ItemBatcher, ToleratedFailureCount: count, Output: 0 }, { Type: 'Fail' });
    expect((await run(single(state))).error).toBe(error);
  });

  it('judges a percentage when all items are known, however they come', async () => {
    const items = Array.from({ length: 10 }, (_, index) => index).join('\n');
    const state = {
      Type: 'Map',
      ItemReader: { ...READ, ReaderConfig: { InputType: 'JSONL' } },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED' },
        StartAt: 'Each',
        States: {
          Each: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 3 %}', Next: 'Bad' }], Default: 'Good' },
          Bad: { Type: 'Fail', Error: 'Bad' },
          Good: { Type: 'Succeed' },
        },
      },
      Output: 0,
    };
    const tolerant = await run(single({ ...state, ToleratedFailurePercentage: 30 }), {}, storage({ items }));
    const strict = await run(single({ ...state, ToleratedFailurePercentage: 29 }), {}, storage({ items }));
    expect([tolerant.error, strict.error]).toStrictEqual([undefined, 'States.ExceedToleratedFailureThreshold']);
  });

  it('says where an item of the state comes from', async () => {
    const { output } = await run(single(map({ Items: ['a'], ItemSelector: '{% $states.context.Map.Item %}' })));
    expect(output).toStrictEqual([{ Index: 0, Source: 'STATE_DATA', Value: 'a' }]);
  });

  it('starts children as EXPRESS executions where it is told so', async () => {
    const { output, engine, executionArn } = await run(
      single({
        Type: 'Map',
        Items: [1],
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Each',
          States: { Each: { Type: 'Pass', End: true } },
        },
      }),
    );
    const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
    const described = await engine.describeMapRun({ mapRunArn: mapRuns[0]?.mapRunArn });
    expect([output, described.executionCounts?.succeeded]).toStrictEqual([[1], 1]);
  });

  it('keeps its own label apart from the name of the state, the same in every execution', async () => {
    const first = await run(single(map({ Items: [1] })));
    const second = await run(single(map({ Items: [1] })));
    const arnOf = async ({ engine, executionArn }: Finished): Promise<string | undefined> =>
      (await engine.listMapRuns({ executionArn })).mapRuns?.[0]?.stateMachineArn;
    const [arn, again] = [await arnOf(first), await arnOf(second)];
    expect([arn === again, /:stateMachine:machine\/[0-9a-f-]{36}$/.test(arn ?? '')]).toStrictEqual([true, true]);
  });

  it('takes a state name with any character', async () => {
    const { output } = await run({
      QueryLanguage: 'JSONata',
      StartAt: 'a/b #1%',
      States: { 'a/b #1%': { ...map({ Items: [1] }), End: true } },
    });
    expect(output).toStrictEqual([1]);
  });

  it('aborts the run and its children, and writes nothing, when the parent is stopped', async () => {
    const objects: Record<string, string> = {};
    const { engine } = await run(single({ Type: 'Pass' }), {}, storage(objects));
    const state = {
      Items: [1, 2],
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'bucket' } },
    };
    const { stateMachineArn } = await engine.createStateMachine({
      name: 'long',
      definition: JSON.stringify(single(map(state, { Type: 'Wait', Seconds: 1e6, End: true }))),
      roleArn: 'arn:aws:iam::000000000000:role/x',
    });
    const { executionArn } = await engine.startExecution({ stateMachineArn });
    await new Promise((resolve) => setImmediate(resolve));
    await engine.stopExecution({ executionArn, error: 'Stop' });
    await new Promise((resolve) => setImmediate(resolve));
    const { mapRuns = [] } = await engine.listMapRuns({ executionArn });
    const mapRunArn = mapRuns[0]?.mapRunArn;
    const { executions = [] } = await engine.listExecutions({ mapRunArn });
    expect([
      (await engine.describeExecution({ executionArn })).error,
      (await engine.describeMapRun({ mapRunArn })).status,
      executions.map(({ status }) => status),
      Object.keys(objects),
    ]).toStrictEqual(['Stop', 'ABORTED', ['ABORTED', 'ABORTED'], []]);
  });
});
