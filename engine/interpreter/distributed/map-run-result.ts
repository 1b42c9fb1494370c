import type { MapState, ResultWriter, State } from '../../asl/index.ts';
import { parseJson, type Json, type JsonFields } from '../../json/json.ts';
import { payload, payloadText, exceedsBytes, type Payload } from '../../json/payload.ts';
import type { Visit } from '../branch.ts';
import type { ChildOutcome, MapRun } from '../execution-scope.ts';
import { languageOf } from '../language-of.ts';
import { tooLarge } from '../payload-limit.ts';
import { childResults, pendingRecord, RESULT_STATUSES, resultStatus, type Transformation } from './child-record.ts';
import { createResultFiles, putText, writerFailed, type ResultPlace } from './result-file.ts';

type MapVisit = Visit<MapState<State>>;

const transformationOf = ({ WriterConfig }: ResultWriter, otherwise: Transformation): Transformation => {
  const given = WriterConfig?.['Transformation'] ?? otherwise;
  if (given === 'NONE' || given === 'COMPACT' || given === 'FLATTEN') return given;
  throw writerFailed(`Transformation must be NONE, COMPACT or FLATTEN, but is ${JSON.stringify(given)}`);
};

const isLines = ({ WriterConfig }: ResultWriter): boolean => WriterConfig?.['OutputType'] === 'JSONL';

const placeOf = async (visit: MapVisit, writer: ResultWriter, run: MapRun): Promise<ResultPlace> => {
  const { Bucket, Prefix } = await languageOf(visit.language).mapArguments(visit, 'ResultWriter');
  if (typeof Bucket !== 'string') throw writerFailed('ResultWriter needs the name of a Bucket');
  const prefix = typeof Prefix === 'string' && Prefix !== '' ? `${Prefix.replace(/\/$/, '')}/` : '';
  return { visit, bucket: Bucket, folder: `${prefix}${run.id}/`, jsonl: isLines(writer) };
};

/** Writes the children by their status, and the manifest. `pending`: the inputs of children that were never started. */
const exportResults = async (
  visit: MapVisit,
  writer: ResultWriter,
  run: MapRun,
  outcomes: readonly ChildOutcome[],
  pending: AsyncIterable<string>,
): Promise<Json> => {
  const place = await placeOf(visit, writer, run);
  const transformation = transformationOf(writer, 'NONE');
  const ResultFiles: JsonFields = {};
  for (const status of RESULT_STATUSES) {
    const files = createResultFiles(place, status);
    for (const outcome of outcomes) {
      if (resultStatus(outcome) !== status) continue;
      for (const text of childResults(outcome, transformation)) await files.add(text);
    }
    if (status === 'PENDING') {
      for await (const input of pending) await files.add(JSON.stringify(pendingRecord(input)));
    }
    ResultFiles[status] = await files.end();
  }
  const manifest = { DestinationBucket: place.bucket, MapRunArn: run.arn, ResultFiles };
  const Key = `${place.folder}manifest.json`;
  await putText(place, Key, JSON.stringify(manifest));
  return { MapRunArn: run.arn, ResultWriterDetails: { Bucket: place.bucket, Key } };
};

/** The children's outputs in the order of the items, as long as the service lets a state have them. */
const inlineResult = (visit: MapVisit, writer: ResultWriter, outcomes: readonly ChildOutcome[]): Payload => {
  const transformation = transformationOf(writer, 'COMPACT');
  const most = visit.branch.execution.limits.payloadBytes;
  const texts: string[] = [];
  let size = 2;
  for (const outcome of outcomes) {
    for (const text of childResults(outcome, transformation)) {
      texts.push(text);
      size += text.length + 1;
      // A text has as many bytes as characters, or more: there is no use in going on.
      if (size > most + 1) throw tooLarge(visit.name);
    }
  }
  const result = isLines(writer) ? payload(texts.join('\n')) : payload(parseJson(`[${texts.join(',')}]`));
  if (exceedsBytes(payloadText(result), most)) throw tooLarge(visit.name);
  return result;
};

/**
 * The result of a Map Run: where a ResultWriter names a bucket it is written there, and the state's output says where;
 * else it is the output. Throws `States.ResultWriterFailed` or `States.DataLimitExceeded`.
 */
export const mapRunResult = async (
  visit: MapVisit,
  run: MapRun,
  outcomes: readonly ChildOutcome[],
  pending: AsyncIterable<string>,
): Promise<Payload> => {
  const writer = visit.state.ResultWriter ?? {};
  return writer.Resource === undefined
    ? inlineResult(visit, writer, outcomes)
    : payload(await exportResults(visit, writer, run, outcomes, pending));
};
