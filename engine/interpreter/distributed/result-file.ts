import type { Json, JsonObject } from '../../json/json.ts';
import { isJsonObject } from '../../json/json.ts';
import type { Visit } from '../branch.ts';
import { runServiceCall } from '../run-service-call.ts';
import { StateFailure } from '../state-failure.ts';

export const writerFailed = (cause: string): StateFailure => new StateFailure('States.ResultWriterFailed', cause);

/** Parts of an object have 5 MiB or more: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES = 8 * 1024 * 1024;
const FILE_BYTES = 5 * 1024 * 1024 * 1024;

export interface ResultPlace {
  readonly visit: Visit;
  readonly bucket: string;
  /** Ends in `/`. */
  readonly folder: string;
  readonly jsonl: boolean;
}

const call = (visit: Visit, action: string, parameters: JsonObject): Promise<Json> =>
  runServiceCall(visit, `arn:aws:states:::aws-sdk:s3:${action}`, parameters, writerFailed);

const textField = (value: Json, name: string): Json => (isJsonObject(value) ? (value[name] ?? null) : null);

const CONTENT_TYPE = 'application/json';

export const putText = async ({ visit, bucket }: ResultPlace, key: string, text: string): Promise<void> => {
  await call(visit, 'putObject', { Bucket: bucket, Key: key, Body: text, ContentType: CONTENT_TYPE });
};

/** An object that is written as its text comes: at once while it is small, in parts when it grows. */
interface Upload {
  add(text: string): Promise<void>;
  readonly bytes: number;
  end(): Promise<void>;
}

const startUpload = (place: ResultPlace, key: string): Upload => {
  const { visit, bucket } = place;
  const object = { Bucket: bucket, Key: key };
  let pending: string[] = [];
  let pendingBytes = 0;
  let bytes = 0;
  let uploadId: Json;
  const parts: Json[] = [];
  const flush = async (): Promise<void> => {
    const PartNumber = parts.length + 1;
    if (PartNumber === 1) {
      const request = { ...object, ContentType: CONTENT_TYPE };
      uploadId = textField(await call(visit, 'createMultipartUpload', request), 'UploadId');
    }
    const request = { ...object, UploadId: uploadId, PartNumber, Body: pending.join('') };
    parts.push({ PartNumber, ETag: textField(await call(visit, 'uploadPart', request), 'ETag') });
    pending = [];
    pendingBytes = 0;
  };
  return {
    get bytes() {
      return bytes;
    },
    async add(text) {
      pending.push(text);
      const length = Buffer.byteLength(text);
      pendingBytes += length;
      bytes += length;
      if (pendingBytes >= PART_BYTES) await flush();
    },
    async end() {
      if (parts.length === 0) {
        await putText(place, key, pending.join(''));
        return;
      }
      if (pendingBytes > 0) await flush();
      const MultipartUpload = { Parts: parts };
      await call(visit, 'completeMultipartUpload', { ...object, UploadId: uploadId, MultipartUpload });
    },
  };
};

/** The files of one status: `SUCCEEDED_0.json`, and as many more as the size of a file makes necessary. */
export interface ResultFiles {
  add(value: string): Promise<void>;
  /** What the manifest says of them. */
  end(): Promise<readonly JsonObject[]>;
}

export const createResultFiles = (place: ResultPlace, status: string): ResultFiles => {
  const written: JsonObject[] = [];
  let upload: Upload | undefined;
  const keyOf = (index: number): string => `${place.folder}${status}_${index}.${place.jsonl ? 'jsonl' : 'json'}`;
  const close = async (): Promise<void> => {
    if (upload === undefined) return;
    if (!place.jsonl) await upload.add(']');
    await upload.end();
    written.push({ Key: keyOf(written.length), Size: upload.bytes });
    upload = undefined;
  };
  return {
    async add(value) {
      if (upload !== undefined && upload.bytes + Buffer.byteLength(value) > FILE_BYTES) await close();
      let before = place.jsonl ? '\n' : ',';
      if (upload === undefined) {
        upload = startUpload(place, keyOf(written.length));
        before = place.jsonl ? '' : '[';
      }
      await upload.add(`${before}${value}`);
    },
    async end() {
      await close();
      return written;
    },
  };
};
