import { setTimeout } from 'node:timers/promises';
import { ConnectionError, ServiceError } from './service-error.ts';

/** As the standard mode of AWS's SDKs: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const attempts = 3;
const passingDelayMs = 100;
const throttledDelayMs = 500;

const throttles: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
]);
const passingStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);
const passingFaults: ReadonlySet<string> = new Set(['RequestTimeout', 'RequestTimeoutException']);

/** Tries again what may pass by itself, after a random delay that grows. Every request must be one that may come twice. */
export async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const delay = delayAfter(error);
      if (delay === undefined || tried >= attempts) throw error;
      await setTimeout(Math.random() * delay * 2 ** (tried - 1));
    }
  }
}

function delayAfter(error: unknown): number | undefined {
  if (error instanceof ConnectionError) return passingDelayMs;
  if (!(error instanceof ServiceError)) return undefined;
  if (error.status === 429 || throttles.has(error.name)) return throttledDelayMs;
  return passingStatuses.has(error.status) || passingFaults.has(error.name) ? passingDelayMs : undefined;
}
