import { setTimeout } from 'node:timers/promises';
import { isNamed } from './named-error.ts';
import type { LambdaClient } from './lambda-client.ts';
import type { EnsuredStepLambda, StepLambda, StepLambdas } from '../pipelines/step-lambdas.ts';

export interface StepLambdasOptions {
  readonly lambda: LambdaClient;
  readonly bucket: string;
  readonly roleArn: string;
  /** What the step runtime needs to know. */
  readonly environment: Readonly<Record<string, string>>;
}

const longestActivationMs = 20_000;
const activationPollMs = 500;

export function createStepLambdas(options: StepLambdasOptions): StepLambdas {
  const { lambda, bucket } = options;

  async function exists(functionName: string): Promise<boolean> {
    try {
      await lambda.getState(functionName);
      return true;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return false;
      throw error;
    }
  }

  async function create(step: StepLambda): Promise<EnsuredStepLambda> {
    try {
      const { State } = await lambda.create({
        FunctionName: step.functionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: bucket, S3Key: step.codeKey },
        Role: options.roleArn,
        MemorySize: step.memoryMb,
        Timeout: step.timeoutSeconds,
        EphemeralStorage: { Size: step.storageMb },
        Environment: { Variables: { ...options.environment } },
      });
      if (State === 'Pending') await untilActive(lambda, step.functionName);
      return { kind: 'created' };
    } catch (error) {
      // Another request made it in between.
      if (isNamed(error, 'ResourceConflictException')) return { kind: 'present' };
      if (isNamed(error, 'AccessDeniedException')) return { kind: 'not-deployed' };
      throw error;
    }
  }

  return {
    ensure: async (step) => ((await exists(step.functionName)) ? { kind: 'present' } : create(step)),
  };
}

/** A function that was just made refuses calls until it is active. */
async function untilActive(lambda: LambdaClient, functionName: string): Promise<void> {
  const deadline = Date.now() + longestActivationMs;
  for (;;) {
    const { State, StateReason } = await lambda.getState(functionName);
    if (State === 'Active') return;
    if (State === 'Failed')
      throw new Error(`Lambda could not make "${functionName}": ${StateReason ?? 'no reason given'}`);
    if (Date.now() > deadline)
      throw new Error(
        `Lambda has not made "${functionName}" within ${longestActivationMs / 1000} s; start the run again`,
      );
    await setTimeout(activationPollMs);
  }
}
