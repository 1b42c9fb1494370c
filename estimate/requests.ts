/** Requests to the stores, in the units that are billed. */
export interface Requests {
  readonly s3Writes: number;
  readonly s3Reads: number;
  readonly dynamodbWrites: number;
  readonly dynamodbReads: number;
}

export const noRequests: Requests = { s3Writes: 0, s3Reads: 0, dynamodbWrites: 0, dynamodbReads: 0 };

export function addRequests(a: Requests, b: Requests, times = 1): Requests {
  return {
    s3Writes: a.s3Writes + b.s3Writes * times,
    s3Reads: a.s3Reads + b.s3Reads * times,
    dynamodbWrites: a.dynamodbWrites + b.dynamodbWrites * times,
    dynamodbReads: a.dynamodbReads + b.dynamodbReads * times,
  };
}
