import {
  CreateFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { codeKey } from '../pipelines/pipeline-keys.ts';
import type { EnsuredStepLambda, StepLambda, StepLambdas } from '../pipelines/step-lambdas.ts';

export interface StepLambdasOptions {
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly roleArn: string;
  /** What the step runtime needs to know. */
  readonly environment: Readonly<Record<string, string>>;
}

const longestActivationSeconds = 20;

export function createStepLambdas(options: StepLambdasOptions): StepLambdas {
  const { lambda, s3, bucket } = options;

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

    async hasCode(project, digest) {
      try {
        await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: codeKey(project, digest) }));
        return true;
      } catch (error) {
        if (isNamed(error, 'NotFound') || isNamed(error, 'NoSuchKey')) return false;
        throw error;
      }
    },
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
