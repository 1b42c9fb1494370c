import {
  CreateFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { isNamed } from './named-error.ts';
import type { EnsuredStepLambda, StepLambda, StepLambdas } from '../pipelines/step-lambdas.ts';

export interface StepLambdasOptions {
  readonly lambda: LambdaClient;
  readonly bucket: string;
  readonly roleArn: string;
  /** What the step runtime needs to know. */
  readonly environment: Readonly<Record<string, string>>;
}

const longestActivationSeconds = 20;

export function createStepLambdas(options: StepLambdasOptions): StepLambdas {
  const { lambda, bucket } = options;

  async function exists(functionName: string): Promise<boolean> {
    try {
      await lambda.send(new GetFunctionCommand({ FunctionName: functionName }));
      return true;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return false;
      throw error;
    }
  }

  async function create(step: StepLambda): Promise<EnsuredStepLambda> {
    try {
      const { State } = await lambda.send(
        new CreateFunctionCommand({
          FunctionName: step.functionName,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { S3Bucket: bucket, S3Key: step.codeKey },
          Role: options.roleArn,
          MemorySize: step.memoryMb,
          Timeout: step.timeoutSeconds,
          EphemeralStorage: { Size: step.storageMb },
          Environment: { Variables: { ...options.environment } },
        }),
      );
      if (State === 'Pending') {
        await waitUntilFunctionActiveV2(
          { client: lambda, maxWaitTime: longestActivationSeconds },
          { FunctionName: step.functionName },
        );
      }
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
