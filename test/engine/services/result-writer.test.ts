import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TaskError, type Json, type StepFunctionsEngine } from '../../../engine/index.ts';
import { INVOKE } from '../run-definition.ts';
import { engineAt, runOn, type Ran } from './run-on.ts';
import { BUCKET, startS3, type S3Storage } from './s3-storage.ts';

let s3: S3Storage;
let engine: StepFunctionsEngine;

beforeAll(async () => {
  s3 = await startS3();
  engine = engineAt(
    { s3: s3.address },
    {
      tasks: {
        double: ({ arguments: given }) => {
          const { Payload } = given as { Payload: number };
          if (Payload < 0) throw new TaskError('Negative', 'below zero');
          return [Payload, Payload * 2];
        },
        large: () => 'x'.repeat(100_000),
      },
    },
  );
});

afterAll(async () => {
  await engine.close();
  await s3.stop();
});

const S3_WRITER = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: BUCKET, Prefix: 'out' } };

const run = (Items: readonly Json[], fields: object, FunctionName = 'double'): Promise<Ran> =>
  runOn(engine, {
    QueryLanguage: 'JSONata',
    StartAt: 'Map',
    States: {
      Map: {
        Type: 'Map',
        Label: 'Each',
        Items,
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Work',
          States: {
            Work: {
              Type: 'Task',
              Resource: INVOKE,
              Arguments: { FunctionName, Payload: '{% $states.input %}' },
              Output: '{% $states.result.Payload %}',
              End: true,
            },
          },
        },
        ...fields,
        End: true,
      },
    },
  });

interface Place {
  readonly MapRunArn: string;
  readonly ResultWriterDetails: { readonly Bucket: string; readonly Key: string };
}

/** The last folder that was written: a failed run does not say where. */
const written = async (folder: string): Promise<Record<string, Json>> => {
  const keys = await s3.keys(folder);
  return Object.fromEntries(
    await Promise.all(keys.map(async (key) => [key.slice(folder.length), await s3.json(key)] as const)),
  );
};

const folderOf = ({ output }: Ran): string =>
  (output as unknown as Place).ResultWriterDetails.Key.replace('manifest.json', '');

const TIME: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

describe('ResultWriter', () => {
  it('writes what succeeded and what failed, with a manifest, and says where', async () => {
    const ran = await run([1, -1, 2], { ResultWriter: S3_WRITER, ToleratedFailureCount: 1 });
    const folder = folderOf(ran);
    const { MapRunArn } = ran.output as unknown as Place;
    const files = await written(folder);
    const sizes = await Promise.all(
      ['FAILED_0.json', 'SUCCEEDED_0.json'].map(async (name) => (await s3.text(folder + name)).length),
    );
    const [success] = files['SUCCEEDED_0.json'] as Json[];
    expect({
      place: ran.output,
      manifest: files['manifest.json'],
      success,
      failure: files['FAILED_0.json'],
      names: Object.keys(files),
      order: Object.keys(success as object),
    }).toStrictEqual({
      place: { MapRunArn, ResultWriterDetails: { Bucket: BUCKET, Key: `${folder}manifest.json` } },
      manifest: {
        DestinationBucket: BUCKET,
        MapRunArn,
        ResultFiles: {
          FAILED: [{ Key: `${folder}FAILED_0.json`, Size: sizes[0] }],
          PENDING: [],
          SUCCEEDED: [{ Key: `${folder}SUCCEEDED_0.json`, Size: sizes[1] }],
        },
      },
      success: {
        ExecutionArn: matching(/:execution:m\d+\/Each:/),
        Input: '1',
        InputDetails: { Included: true },
        Name: matching(UUID),
        Output: '[1,2]',
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: TIME,
        StateMachineArn: matching(/:stateMachine:m\d+\/Each$/),
        Status: 'SUCCEEDED',
        StopDate: TIME,
      },
      failure: [
        {
          Cause: 'below zero',
          Error: 'Negative',
          ExecutionArn: matching(UUID),
          Input: '-1',
          InputDetails: { Included: true },
          Name: matching(UUID),
          OutputDetails: { Included: true },
          RedriveCount: 0,
          RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
          StartDate: TIME,
          StateMachineArn: matching(/:stateMachine:m\d+\/Each$/),
          Status: 'FAILED',
          StopDate: TIME,
        },
      ],
      names: ['FAILED_0.json', 'SUCCEEDED_0.json', 'manifest.json'],
      order: [
        ...[
          'ExecutionArn',
          'Input',
          'InputDetails',
          'Name',
          'Output',
          'OutputDetails',
          'RedriveCount',
          'RedriveStatus',
        ],
        ...['RedriveStatusReason', 'StartDate', 'StateMachineArn', 'Status', 'StopDate'],
      ],
    });
  });

  it.each<[object, string, string]>([
    [{ Transformation: 'COMPACT' }, 'SUCCEEDED_0.json', '[[1,2],[2,4]]'],
    [{ Transformation: 'FLATTEN' }, 'SUCCEEDED_0.json', '[1,2,2,4]'],
    [{ Transformation: 'FLATTEN', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl', '1\n2\n2\n4'],
    [{ Transformation: 'COMPACT', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl', '[1,2]\n[2,4]'],
  ])('writes them as %o', async (WriterConfig, name, expected) => {
    const ran = await run([1, 2], { ResultWriter: { ...S3_WRITER, WriterConfig } });
    expect(await s3.text(`${folderOf(ran)}${name}`)).toBe(expected);
  });

  it.each<[object, Json]>([
    [
      {},
      [
        [1, 2],
        [2, 4],
      ],
    ],
    [
      { ResultWriter: { WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' } } },
      [
        [1, 2],
        [2, 4],
      ],
    ],
    [{ ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } } }, [1, 2, 2, 4]],
  ])('with %o gives them as the output', async (fields, expected) => {
    expect((await run([1, 2], fields)).output).toStrictEqual(expected);
  });

  it('gives what failed with all that is known of it', async () => {
    const { output } = await run([1, -1], { ToleratedFailurePercentage: 50 });
    const [good, bad] = output as [Json, Record<string, Json>];
    expect([good, bad['Status'], bad['Error'], bad['Cause']]).toStrictEqual([
      [1, 2],
      'FAILED',
      'Negative',
      'below zero',
    ]);
  });

  it('writes what was not started when the threshold was exceeded', async () => {
    const before = new Set(await s3.keys('out/'));
    const ran = await run([1, -1, 2, 3], { ResultWriter: S3_WRITER });
    const keys = (await s3.keys('out/')).filter((key) => !before.has(key));
    const folder = keys[0]?.replace(/[^/]*$/, '') ?? '';
    const files = await written(folder);
    expect([
      ran.error,
      ran.cause,
      Object.keys(files),
      files['PENDING_0.json'],
      ran.events.slice(-3).map(({ type }) => type),
    ]).toStrictEqual([
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
      ['FAILED_0.json', 'PENDING_0.json', 'SUCCEEDED_0.json', 'manifest.json'],
      ['2', '3'].map((Input) => ({ Input, InputDetails: { Included: true }, Status: 'PENDING' })),
      ['MapRunFailed', 'MapStateFailed', 'ExecutionFailed'],
    ]);
  });

  it('fails without a ResultWriter when the output is too large for a state', async () => {
    const { error, cause } = await run([1, 2, 3], {}, 'large');
    expect([error, cause]).toStrictEqual([
      'States.DataLimitExceeded',
      "The state/task 'Map' returned a result with a size exceeding the maximum number of bytes service limit.",
    ]);
  });

  it('writes what is larger than a state may hold, and than one part of an object', async () => {
    const ran = await run(
      Array.from({ length: 90 }, (_, i) => i),
      { ResultWriter: { ...S3_WRITER, WriterConfig: { Transformation: 'COMPACT' } } },
      'large',
    );
    const values = (await s3.json(`${folderOf(ran)}SUCCEEDED_0.json`)) as string[];
    expect([values.length, values.every((value) => value.length === 100_000)]).toStrictEqual([90, true]);
  });

  it('fails for a bucket that is not there', async () => {
    const { error, events } = await run([1], {
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'nowhere' } },
    });
    expect([error, events.slice(-3).map(({ type }) => type)]).toStrictEqual([
      'States.ResultWriterFailed',
      ['MapRunFailed', 'MapStateFailed', 'ExecutionFailed'],
    ]);
  });
});
