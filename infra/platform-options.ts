import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { FunctionName } from '../functions/manifest.ts';

/** What an owner may choose of a platform. */
export interface PlatformOptions {
  /** Prefix of every name: `slipway-<stage>-...`; 1 to 16 of a-z, 0-9. `dev` unless told. */
  readonly stage?: string;
  /** Bucket and table stay when the stack is destroyed, and the table cannot be deleted. True for stage `prod` unless told. */
  readonly keepsData?: boolean;
  /** Of every function. `arm64` unless told. */
  readonly architecture?: 'arm64' | 'x86_64';
  /** How many calls a function may work on at once, kept free for it. None is set unless told. */
  readonly reservedConcurrency?: Readonly<Partial<Record<FunctionName, number>>>;
  /** A month unless told. */
  readonly logRetention?: RetentionDays;
  /** Told of every alarm. */
  readonly alarmTopic?: ITopic;
}

export const usualOptions = {
  stage: 'dev',
  architecture: 'arm64',
  logRetention: RetentionDays.ONE_MONTH,
  reservedConcurrency: {},
} as const satisfies PlatformOptions;
