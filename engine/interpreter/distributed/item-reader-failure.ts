import { StateFailure } from '../state-failure.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const readerFailed = (cause: string): StateFailure => new StateFailure('States.ItemReaderFailed', cause);
