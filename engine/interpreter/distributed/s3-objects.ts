import type { AsyncBuffer } from 'hyparquet';
import type { MapState, State } from '../../asl/index.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../json/json.ts';
import { TaskError } from '../../tasks/task-call.ts';
import { branchesLabel } from '../attempt-label.ts';
import type { Visit } from '../branch.ts';
import { runServiceCall } from '../run-service-call.ts';
import { readerFailed } from './item-reader-failure.ts';
import type { Bytes } from './text-lines.ts';

type MapVisit = Visit<MapState<State>>;

const s3 = (action: string): string => `arn:aws:states:::aws-sdk:s3:${action}`;

const asReaderFailure = (error: unknown): unknown =>
  error instanceof TaskError ? readerFailed(`${error.error}: ${error.cause ?? ''}`) : error;

const mapRunOf = (visit: MapVisit): string => `${visit.path}.${branchesLabel(visit, visit.retryCount)}`;

/**
 * The children of a Map Run are found again by the order of their items, so after a restart the items must be those of
 * before: an object that has changed since is refused. A retry has a Map Run of its own; a redrive goes on with the last.
 */
const checkUnchanged = (visit: MapVisit, request: JsonObject, etag: string | undefined): void => {
  if (etag === undefined) return;
  const name = `${JSON.stringify(request['Bucket'])}/${JSON.stringify(request['Key'])}`;
  const first = visit.branch.execution.recorder.note(`${mapRunOf(visit)}:object:${name}`, () => etag);
  if (first !== etag) throw readerFailed(`The object ${name} has changed since the Map Run began to read it`);
};

/** An object's bytes as they come. Throws `States.ItemReaderFailed`. */
export async function* openObject(visit: MapVisit, request: JsonObject): Bytes {
  const { execution, halt, mapIndices } = visit.branch;
  await execution.recorder.committed();
  try {
    const { etag, body } = await execution.tasks.openObject(execution, {
      resource: s3('getObject'),
      stateName: visit.name,
      arguments: request,
      mapIndices,
      retryCount: visit.retryCount,
      idempotencyKey: `${execution.arn}${visit.path}`,
      halt,
      submitted: () => undefined,
    });
    checkUnchanged(visit, request, etag);
    yield* body;
  } catch (error) {
    throw asReaderFailure(error);
  }
}

/** An object of which any part can be read. */
export const objectFile = async (visit: MapVisit, request: JsonObject): Promise<AsyncBuffer> => {
  const head = await runServiceCall(visit, s3('headObject'), request, readerFailed);
  const length = isJsonObject(head) ? head['ContentLength'] : undefined;
  if (typeof length !== 'number') throw readerFailed('S3 does not say how large the object is');
  return {
    byteLength: length,
    async slice(start, end = length) {
      const from = start < 0 ? length + start : start;
      if (from >= end) return new ArrayBuffer(0);
      const pieces: Uint8Array[] = [];
      const Range = `bytes=${from}-${end - 1}`;
      for await (const piece of openObject(visit, { ...request, Range })) pieces.push(piece);
      const whole = Buffer.concat(pieces);
      return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
    },
  };
};

/** A page of a listing, the same after a restart and for a redrive: what is put beside its objects meanwhile is no item. */
const listedPage = async (visit: MapVisit, request: JsonObject, number: number): Promise<Json> => {
  const { recorder } = visit.branch.execution;
  const key = `${mapRunOf(visit)}:listing:${number}`;
  const known = recorder.noted(key);
  if (known !== undefined) return known;
  const page = await runServiceCall(visit, s3('listObjectsV2'), request, readerFailed);
  const { Contents = [], NextContinuationToken = null } = isJsonObject(page) ? page : {};
  return recorder.note(key, () => ({ Contents, NextContinuationToken }));
};

/** The objects of a listing, page by page. Throws `States.ItemReaderFailed`. */
export async function* listObjects(visit: MapVisit, request: JsonObject): AsyncGenerator<JsonObject> {
  let next = request;
  for (let number = 0; ; number++) {
    const page = await listedPage(visit, next, number);
    const { Contents = [], NextContinuationToken = null } = isJsonObject(page) ? page : {};
    for (const object of isJsonArray(Contents) ? Contents : []) if (isJsonObject(object)) yield object;
    if (NextContinuationToken === null) return;
    next = { ...request, ContinuationToken: NextContinuationToken };
  }
}
