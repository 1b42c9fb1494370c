import type { Requests } from '../requests.ts';

/*
 * What the step runtime asks of the stores, counted: a test runs it against real ones and compares. Steps differ in what
 * they print, read and write; here each prints within one flush of two seconds, and writes one file where another node
 * reads its outputs. Items are taken to fit into one unit.
 */

/** `functions/steps/runtime/run-attempt.ts`: begin and finish of the attempt, and the cache key of its success; the log's one segment; the node's plan. */
export const perExecution: Requests = { s3Writes: 1, s3Reads: 1, dynamodbWrites: 3, dynamodbReads: 0 };

/** `platform/artifacts/upload-outputs.ts` and the manifest of `work-on-attempt.ts`: the file, the manifest, the artifact's record and its place in the index. */
export const perWritingExecution: Requests = { s3Writes: 2, s3Reads: 0, dynamodbWrites: 2, dynamodbReads: 0 };

/** `functions/steps/runtime/bring-inputs.ts`: the file itself, and that it was read. */
export const perInputFile: Requests = { s3Writes: 0, s3Reads: 1, dynamodbWrites: 1, dynamodbReads: 0 };

/** `functions/steps/runtime/producers.ts`: the execution whose outputs, metadata or parameters are read, once a delivery. */
export const perProducerRead: Requests = { s3Writes: 0, s3Reads: 0, dynamodbWrites: 0, dynamodbReads: 1 };

/** `functions/steps/runtime/attempt-watch.ts`: the run's status, which tells a step that it is to stop. */
export const perLookAtTheStopFlag: Requests = { s3Writes: 0, s3Reads: 0, dynamodbWrites: 0, dynamodbReads: 1 };
export const STOP_FLAG_SECONDS = 10;
