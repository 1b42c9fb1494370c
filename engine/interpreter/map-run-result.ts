import type { MapState, State } from '../asl/index.ts';
import { isJsonArray, parseJson, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import type { Visit } from './branch.ts';
import type { ChildOutcome, MapRun } from './execution-scope.ts';
import { languageOf } from './language-of.ts';
import { runServiceCall } from './run-service-call.ts';
import { StateFailure } from './state-failure.ts';

const STATUSES = ['SUCCEEDED', 'FAILED', 'PENDING'] as const;
type ResultStatus = (typeof STATUSES)[number];

const writerFailed = (cause: string): StateFailure => new StateFailure('States.ResultWriterFailed', cause);

/** What one child gave: its output, or the error that ended it. */
const childResult = (outcome: ChildOutcome): Json =>
  outcome.output === undefined ? { Error: outcome.error ?? '', Cause: outcome.cause ?? '' } : parseJson(outcome.output);

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html, the export without transformation. */
const exportedChild = (outcome: ChildOutcome): JsonObject => {
  const exported: JsonFields = {
    ExecutionArn: outcome.arn,
    Input: outcome.input,
    InputDetails: { Included: true },
    Name: outcome.name,
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: outcome.status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN',
    StartDate: new Date(outcome.startDate).toISOString(),
    Status: outcome.status,
    StopDate: new Date(outcome.stopDate).toISOString(),
  };
  if (outcome.output !== undefined) exported['Output'] = outcome.output;
  if (outcome.error !== undefined) exported['Error'] = outcome.error;
  if (outcome.cause !== undefined) exported['Cause'] = outcome.cause;
  return exported;
};

const flatten = (values: readonly Json[]): readonly Json[] =>
  values.flatMap((value) => (isJsonArray(value) ? value : [value]));

const transform = (outcomes: readonly ChildOutcome[], transformation: string): readonly Json[] => {
  if (transformation === 'NONE') return outcomes.map(exportedChild);
  const results = outcomes.map(childResult);
  return transformation === 'FLATTEN' ? flatten(results) : results;
};

const statusOf = (outcome: ChildOutcome): ResultStatus =>
  outcome.status === 'SUCCEEDED' ? 'SUCCEEDED' : outcome.status === 'ABORTED' ? 'PENDING' : 'FAILED';

interface Writer {
  readonly visit: Visit;
  readonly bucket: string;
  readonly folder: string;
  readonly jsonl: boolean;
}

const writeObject = async ({ visit, bucket }: Writer, key: string, body: string): Promise<number> => {
  await runServiceCall(
    visit,
    'arn:aws:states:::aws-sdk:s3:putObject',
    { Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' },
    writerFailed,
  );
  return Buffer.byteLength(body);
};

const writeResults = async (
  writer: Writer,
  run: MapRun,
  outcomes: readonly ChildOutcome[],
  transformation: string,
): Promise<void> => {
  const files: Record<ResultStatus, Json[]> = { SUCCEEDED: [], FAILED: [], PENDING: [] };
  for (const status of STATUSES) {
    const values = transform(
      outcomes.filter((outcome) => statusOf(outcome) === status),
      transformation,
    );
    if (values.length === 0) continue;
    const Key = `${writer.folder}/${status}_0.${writer.jsonl ? 'jsonl' : 'json'}`;
    const body = writer.jsonl ? values.map((value) => JSON.stringify(value)).join('\n') : JSON.stringify(values);
    files[status].push({ Key, Size: await writeObject(writer, Key, body) });
  }
  const manifest = { DestinationBucket: writer.bucket, MapRunArn: run.arn, ResultFiles: files };
  await writeObject(writer, `${writer.folder}/manifest.json`, JSON.stringify(manifest));
};

/**
 * The Map's result: its children's outputs in order of the items, or, with a ResultWriter that names a bucket, where
 * they were written.
 */
export const mapRunResult = async (
  visit: Visit<MapState<State>>,
  run: MapRun,
  outcomes: readonly ChildOutcome[],
): Promise<Json> => {
  const writer = visit.state.ResultWriter;
  // A failed run leaves holes where children never started.
  const known = outcomes.filter((outcome: ChildOutcome | undefined) => outcome !== undefined);
  const config = writer?.WriterConfig;
  const transformation = typeof config?.['Transformation'] === 'string' ? config['Transformation'] : undefined;
  if (writer?.Resource === undefined) return transform(known, transformation ?? 'COMPACT');
  const target = await languageOf(visit.language).mapArguments(visit, 'ResultWriter');
  const { Bucket, Prefix } = target;
  if (typeof Bucket !== 'string') throw writerFailed('ResultWriter needs the name of a Bucket');
  const prefix = typeof Prefix === 'string' && Prefix !== '' ? `${Prefix.replace(/\/$/, '')}/` : '';
  const folder = `${prefix}${run.id}`;
  const details = { Bucket, Key: `${folder}/manifest.json` };
  await writeResults(
    { visit, bucket: Bucket, folder, jsonl: config?.['OutputType'] === 'JSONL' },
    run,
    known,
    transformation ?? 'NONE',
  );
  return { MapRunArn: run.arn, ResultWriterDetails: details };
};
