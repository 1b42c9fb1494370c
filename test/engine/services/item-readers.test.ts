import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TaskError, type Json, type StepFunctionsEngine, type TaskCall } from '../../../engine/index.ts';
import { endOn, engineAt, runOn, startOn, type Ran } from './run-on.ts';
import { BUCKET, startS3, type S3Storage } from './s3-storage.ts';
import { addressOf } from './wire-service.ts';

let s3: S3Storage;
let engine: StepFunctionsEngine;

beforeAll(async () => {
  s3 = await startS3();
  engine = engineAt({ s3: s3.address });
});

afterAll(async () => {
  await engine.close();
  await s3.stop();
});

const map = (language: 'JSONata' | 'JSONPath', fields: object): object => ({
  QueryLanguage: language,
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Each',
        States: { Each: { Type: 'Pass', End: true } },
      },
      ...fields,
      End: true,
    },
  },
});

let objects = 0;

const read = async (body: string | Uint8Array, ReaderConfig: object, fields: object = {}): Promise<Ran> => {
  const Key = `items-${objects++}`;
  await s3.put(Key, body);
  const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig, Arguments: { Bucket: BUCKET, Key } };
  return runOn(engine, map('JSONata', { ItemReader, ...fields }));
};

const lines = (...values: readonly Json[]): string => values.map((value) => JSON.stringify(value)).join('\n');

describe('ItemReader', () => {
  it.each<[string, string | Uint8Array, object, Json]>([
    ['a JSON array', '[1,"ü",null,{"a":[]}]', { InputType: 'JSON' }, [1, 'ü', null, { a: [] }]],
    ['an empty array', '[]', { InputType: 'JSON' }, []],
    ['JSON Lines', `${lines(1, { a: 'ü' })}\r\n\n3`, { InputType: 'JSONL' }, [1, { a: 'ü' }, 3]],
    ['JSON Lines in GZIP', gzipSync(lines(1, 2)), { InputType: 'JSONL' }, [1, 2]],
    ['CSV in GZIP', gzipSync('a\n1\n'), { InputType: 'CSV' }, [{ a: '1' }]],
    ['CSV with semicolons', 'a;b\n1;2', { InputType: 'CSV', CSVDelimiter: 'SEMICOLON' }, [{ a: '1', b: '2' }]],
    ['CSV with spaces', 'a b\n1 2', { InputType: 'CSV', CSVDelimiter: 'SPACE' }, [{ a: '1', b: '2' }]],
    ['CSV with tabs', 'a\tb\n1\t2', { InputType: 'CSV', CSVDelimiter: 'TAB' }, [{ a: '1', b: '2' }]],
    [
      'rows that are too short or too long',
      'a,b\n1\n1,2,3\n',
      { InputType: 'CSV' },
      [
        { a: '1', b: '' },
        { a: '1', b: '2' },
      ],
    ],
    ['rows of nothing but delimiters', 'a,b\n,\n\n', { InputType: 'CSV' }, [{ a: '', b: '' }]],
    ['a byte order mark', '\ufeffa\n1', { InputType: 'CSV' }, [{ a: '1' }]],
    [
      'line ends and quotation marks in a field',
      'a,b\n"1\r\n2","""x"""',
      { InputType: 'CSV' },
      [{ a: '1\r\n2', b: '"x"' }],
    ],
    ['backslashes', 'a,b\n"x\\"y",\\\\z\\q', { InputType: 'CSV' }, [{ a: 'x"y', b: '\\zq' }]],
    [
      'headers that are given, on every row',
      'a,b\n1,2',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'] },
      [
        { x: 'a', y: 'b' },
        { x: '1', y: '2' },
      ],
    ],
    ['what a pointer names', '{"a":{"b/c":[1,2]}}', { ItemsPointer: '/a/b~1c' }, [1, 2]],
    ['at most MaxItems', '[1,2,3]', { MaxItems: 2 }, [1, 2]],
    ['everything for MaxItems 0', '[1,2,3]', { MaxItems: 0 }, [1, 2, 3]],
    ['as many as an expression says', '[1,2,3]', { MaxItems: '{% 1 + 1 %}' }, [1, 2]],
  ])('reads %s', async (_name, body, config, expected) => {
    const { output, cause } = await read(body, config);
    expect([output, cause]).toStrictEqual([expected, undefined]);
  });

  it("gives the fields of a CSV item in the service's own order", async () => {
    const { events } = await read('0,True,{}\nx,y,z', { InputType: 'CSV' });
    const exited = events.find(({ type }) => type === 'MapStateExited')?.details;
    expect((exited as { output: string }).output).toBe('[{"0":"x","{}":"z","True":"y"}]');
  });

  it('reads Parquet, with numbers, texts, times, lists of nothing and compressed pages', async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'n', data: [1, 2], type: 'INT32' },
        { name: 'big', data: [9_007_199_254_740_993n, 7n], type: 'INT64' },
        { name: 's', data: ['a', 'ü'], type: 'STRING' },
        { name: 'd', data: [0.5, null], type: 'DOUBLE', nullable: true },
        { name: 't', data: [new Date(0), new Date(1500)], type: 'TIMESTAMP' },
      ],
    });
    const { output, cause } = await read(new Uint8Array(buffer), { InputType: 'PARQUET' });
    expect([output, cause]).toStrictEqual([
      [
        { n: 1, big: '9007199254740993', s: 'a', d: 0.5, t: '1970-01-01T00:00:00Z' },
        { n: 2, big: 7, s: 'ü', d: null, t: '1970-01-01T00:00:01.500Z' },
      ],
      undefined,
    ]);
  });

  it('reads an S3 inventory, whose objects are compressed', async () => {
    await s3.put('inventory/data/1.csv.gz', gzipSync('"bucket","a%20b","1"\n"bucket","c","2"\n'));
    await s3.put('inventory/data/2.csv.gz', gzipSync('"bucket","d","3"\n'));
    const manifest = {
      sourceBucket: 'source',
      destinationBucket: `arn:aws:s3:::${BUCKET}`,
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files: [{ key: 'inventory/data/1.csv.gz' }, { key: 'inventory/data/2.csv.gz' }],
    };
    const expected = [
      { Bucket: 'bucket', Key: 'a%20b', Size: '1' },
      { Bucket: 'bucket', Key: 'c', Size: '2' },
      { Bucket: 'bucket', Key: 'd', Size: '3' },
    ];
    const outputs = await Promise.all(
      [{ InputType: 'MANIFEST' }, { ManifestType: 'S3_INVENTORY' }].map(
        async (config) => (await read(JSON.stringify(manifest), config)).output,
      ),
    );
    expect(outputs).toStrictEqual([expected, expected]);
  });

  it("reads the objects that Athena's manifest names", async () => {
    await s3.put('athena/1', gzipSync(lines({ a: 1 }, { a: 2 })));
    await s3.put('athena/2', lines({ a: 3 }));
    const { output } = await read(`s3://${BUCKET}/athena/1\n"s3://${BUCKET}/athena/2"\n`, {
      ManifestType: 'ATHENA_DATA',
      InputType: 'JSONL',
    });
    expect(output).toStrictEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('reads a listing, or what is in its objects', async () => {
    await s3.put('list/', '');
    await s3.put('list/a', '[1,2]');
    await s3.put('list/b', '[3]');
    const list = (extra: object): object => ({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Arguments: { Bucket: BUCKET, Prefix: 'list/', MaxKeys: 2 },
        ...extra,
      },
    });
    const ItemSelector = '{% $states.context.Map.Item.Value.Key %}';
    const listed = await runOn(engine, map('JSONata', { ...list({}), ItemSelector }));
    const whole = await runOn(engine, map('JSONata', list({ ReaderConfig: { MaxItems: 1 } })));
    const flat = await runOn(
      engine,
      map('JSONata', {
        ...list({ ReaderConfig: { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' } }),
        ItemSelector:
          '{% [$states.context.Map.Item.Index, $states.context.Map.Item.Source, $states.context.Map.Item.Value] %}',
      }),
    );
    const [first] = whole.output as readonly Record<string, Json>[];
    expect([listed.output, flat.output, Object.keys(first ?? {}), typeof first?.['LastModified']]).toStrictEqual([
      ['list/', 'list/a', 'list/b'],
      [
        [0, `S3://${BUCKET}/list/a`, 1],
        [1, `S3://${BUCKET}/list/a`, 2],
        [2, `S3://${BUCKET}/list/b`, 3],
      ],
      ['Etag', 'Key', 'LastModified', 'Size', 'StorageClass'],
      'number',
    ]);
  });

  it.each<[string, string, object, string]>([
    ['an object in a JSONPath machine', '{"Hello":"world"}', {}, 'Attempting to map over non-iterable node.'],
    ['headers twice', 'a,a\n1,2', { InputType: 'CSV' }, 'CSV headers cannot contain duplicates.'],
    ['a pointer to nothing', '[]', { ItemsPointer: '/x' }, 'ItemsPointer "/x" leads nowhere: there is no "x"'],
    ['a number below 0', '[1]', { MaxItemsPath: '$.negative' }, 'field MaxItems must be positive'],
    [
      'a type that there is not',
      '[1]',
      { InputType: 'XML' },
      'InputType must be one of JSON, JSONL, CSV, PARQUET, MANIFEST, but is "XML"',
    ],
  ])('fails for %s', async (_name, body, ReaderConfig, cause) => {
    const Key = `items-${objects++}`;
    await s3.put(Key, body);
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig,
      Parameters: { Bucket: BUCKET, 'Key.$': '$.key' },
    };
    const failed = await runOn(engine, map('JSONPath', { ItemReader }), { key: Key, negative: -1 });
    expect([
      failed.error,
      failed.cause,
      failed.events.slice(3).map(({ type, details }) => [type, details]),
    ]).toStrictEqual([
      'States.ItemReaderFailed',
      cause,
      [
        ['MapRunStarted', expect.anything()],
        ['MapRunFailed', { error: 'States.ItemReaderFailed', cause }],
        ['MapStateFailed', null],
        ['ExecutionFailed', { error: 'States.ItemReaderFailed', cause }],
      ],
    ]);
  });

  it('takes MaxItems from a path, and fails the state for what is no whole number', async () => {
    const Key = `items-${objects++}`;
    await s3.put(Key, '[1,2,3]');
    const definition = map('JSONPath', {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON', MaxItemsPath: '$.most' },
        Parameters: { Bucket: BUCKET, Key },
      },
    });
    const good = await runOn(engine, definition, { most: 2 });
    const bad = await runOn(engine, definition, { most: 1.5 });
    expect([good.output, bad.error, bad.cause, bad.events.map(({ type }) => type)]).toStrictEqual([
      [1, 2],
      'States.Runtime',
      'An error occurred while executing the state \'Map\' (entered at the event id #2). The MaxItemsPath field refers to value "1.5" which is not a valid integer: $.most',
      ['ExecutionStarted', 'MapStateEntered', 'ExecutionFailed'],
    ]);
  });

  it('fails for an object that is not there', async () => {
    const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: BUCKET, Key: 'nowhere' } };
    const { error, cause } = await runOn(engine, map('JSONata', { ItemReader }));
    expect([error, cause?.startsWith('S3.NoSuchKeyException')]).toStrictEqual(['States.ItemReaderFailed', true]);
  });

  it('asks for no more of an object than it needs', async () => {
    const body = lines(...Array.from({ length: 50_000 }, (_, i) => ({ i, text: 'x'.repeat(40) })));
    const { output } = await read(
      body,
      { InputType: 'JSONL', MaxItems: 3 },
      { ItemSelector: '{% $states.context.Map.Item.Value.i %}' },
    );
    expect(output).toStrictEqual([0, 1, 2]);
  });
});

describe('a connection to S3', () => {
  let server: Server;
  let near: StepFunctionsEngine;
  let closed: Promise<unknown>;

  beforeAll(async () => {
    server = createServer((request, response) => {
      closed = once(response, 'close');
      if (request.url?.includes('torn') === true) {
        const whole = gzipSync(lines(...Array.from({ length: 1000 }, (_, i) => i)));
        response.writeHead(200, { 'content-length': whole.length });
        response.write(whole.subarray(0, whole.length / 2));
        setTimeout(() => request.socket.resetAndDestroy(), 50);
        return;
      }
      response.writeHead(200, { 'content-length': 1e12 });
      const more = (): void => {
        while (response.write('1\n'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    near = engineAt({ s3: addressOf(server) });
  });

  afterAll(async () => {
    await near.close();
    server.closeAllConnections();
    server.close();
  });

  const reading = (Key: string, extra: object = {}, fields: object = {}): object =>
    map('JSONata', {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSONL', ...extra },
        Arguments: { Bucket: BUCKET, Key },
      },
      ...fields,
    });

  const processor = (work: object): object => ({
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Each',
      States: { Each: work },
    },
  });

  it('fails the state where it is lost in the midst of an object in GZIP', async () => {
    const { error, cause } = await runOn(near, reading('torn'));
    expect([error, cause]).toStrictEqual([
      'States.ItemReaderFailed',
      'S3.SdkClientException: Unable to execute HTTP request: aborted',
    ]);
  });

  it('is given back when there are as many items as MaxItems', async () => {
    const { output } = await runOn(near, reading('endless', { MaxItems: 2 }));
    await closed;
    expect(output).toStrictEqual([1, 1]);
  });

  it('is given back when the Map Run fails', async () => {
    const { error } = await runOn(
      near,
      reading('endless', {}, { MaxConcurrency: 1, ...processor({ Type: 'Fail', Error: 'No' }) }),
    );
    await closed;
    expect(error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('is given back when the execution is stopped', async () => {
    const executionArn = await startOn(
      near,
      reading('endless', {}, { MaxConcurrency: 1, ...processor({ Type: 'Wait', Seconds: 1000, End: true }) }),
    );
    for (let children = 0; children === 0;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const { mapRuns = [] } = await near.listMapRuns({ executionArn });
      const mapRunArn = mapRuns[0]?.mapRunArn;
      if (mapRunArn !== undefined) children = (await near.listExecutions({ mapRunArn })).executions?.length ?? 0;
    }
    await near.stopExecution({ executionArn });
    await closed;
    expect((await near.describeExecution({ executionArn })).status).toBe('ABORTED');
  });
});

describe('an object that changes while the engine is away', () => {
  it('fails the Map Run, whose children are found by the order of their items', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-items-'));
    try {
      await s3.put('changing', '[1,2,3]');
      const definition = {
        QueryLanguage: 'JSONata',
        StartAt: 'Map',
        States: {
          Map: {
            Type: 'Map',
            ItemReader: {
              Resource: 'arn:aws:states:::s3:getObject',
              ReaderConfig: { InputType: 'JSON' },
              Arguments: { Bucket: BUCKET, Key: 'changing' },
            },
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
              StartAt: 'Each',
              States: { Each: { Type: 'Wait', Seconds: 1000, End: true } },
            },
            End: true,
          },
        },
      };
      const first = engineAt({ s3: s3.address }, { dataFolder: folder });
      const executionArn = await startOn(first, definition);
      for (let children = 0; children < 3;) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        const { mapRuns = [] } = await first.listMapRuns({ executionArn });
        const mapRunArn = mapRuns[0]?.mapRunArn;
        if (mapRunArn !== undefined) children = (await first.listExecutions({ mapRunArn })).executions?.length ?? 0;
      }
      await first.close();
      await s3.put('changing', '[4,5,6]');
      const second = engineAt({ s3: s3.address }, { dataFolder: folder });
      const { error, cause } = await endOn(second, executionArn);
      await second.close();
      expect([error, cause]).toStrictEqual([
        'States.ItemReaderFailed',
        'The object "bucket"/"changing" has changed since the Map Run began to read it',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an object that changes before a Map is tried again', () => {
  it('is read anew: a Map Run of its own has its children', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-items-'));
    const durable = engineAt({ s3: s3.address }, { dataFolder: folder });
    try {
      await s3.put('replaced', '[0]');
      const definition = map('JSONata', {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Arguments: { Bucket: BUCKET, Key: 'replaced' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Good',
          States: {
            Good: { Type: 'Choice', Choices: [{ Condition: '{% $states.input > 0 %}', Next: 'Done' }], Default: 'Bad' },
            Done: { Type: 'Succeed' },
            Bad: { Type: 'Fail' },
          },
        },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }],
      });
      const executionArn = await startOn(durable, definition);
      for (let failed = false; !failed;) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        const { events = [] } = await durable.getExecutionHistory({ executionArn });
        failed = events.some(({ type }) => type === 'MapRunFailed');
      }
      await s3.put('replaced', '[7,8]');
      const { output, cause } = await endOn(durable, executionArn);
      expect([output, cause]).toStrictEqual([[7, 8], undefined]);
    } finally {
      await durable.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a listing that changes while its Map Run lasts', () => {
  const listing = (fields: object): object =>
    map('JSONata', {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Arguments: { Bucket: BUCKET, Prefix: 'listed/', MaxKeys: 2 },
      },
      ItemSelector: '{% $states.context.Map.Item.Value.Key %}',
      MaxConcurrency: 1,
      ...fields,
    });
  const children = async (of: StepFunctionsEngine, executionArn: string): Promise<readonly string[]> => {
    const { mapRuns = [] } = await of.listMapRuns({ executionArn });
    const mapRunArn = mapRuns[0]?.mapRunArn;
    return mapRunArn === undefined
      ? []
      : ((await of.listExecutions({ mapRunArn })).executions ?? []).map(({ executionArn: child = '' }) => child);
  };

  it('gives after a restart, and to a redrive, the items that it gave before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-items-'));
    try {
      for (const name of ['b', 'c', 'd', 'e']) await s3.put(`listed/${name}`, '');
      let failures = 0;
      const work = ({ arguments: input }: TaskCall): Json => {
        const key = (input as { readonly Payload: Json }).Payload;
        if (key === 'listed/c' && failures++ === 0) throw new TaskError('Boom');
        return key;
      };
      const openFolder = (): StepFunctionsEngine =>
        engineAt({ s3: s3.address }, { dataFolder: folder, tasks: { work } });
      const definition = listing({
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Each',
          States: {
            Each: { Type: 'Wait', Seconds: 1, Next: 'Work' },
            Work: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
              Output: '{% $states.result.Payload %}',
              End: true,
            },
          },
        },
      });
      const first = openFolder();
      const executionArn = await startOn(first, definition);
      await expect.poll(() => children(first, executionArn)).toHaveLength(1);
      await first.close();
      await s3.put('listed/a', '');
      const second = openFolder();
      const { error } = await endOn(second, executionArn);
      await s3.put('listed/aa', '');
      await second.redriveExecution({ executionArn });
      const { output } = await endOn(second, executionArn);
      await second.close();
      expect([error, output]).toStrictEqual([
        'States.ExceedToleratedFailureThreshold',
        ['listed/b', 'listed/c', 'listed/d', 'listed/e'],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 20_000);
});
