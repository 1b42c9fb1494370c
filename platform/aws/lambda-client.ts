import type { CreateFunctionCommandInput, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { createAwsService, type ServicePlace } from './wire/aws-service.ts';
import { readJsonFault } from './wire/json-protocol.ts';

export type FunctionState = Pick<FunctionConfiguration, 'State' | 'StateReason'>;

/** Lambda's operations, as far as the platform uses them. Rejects with `ServiceError`. */
export interface LambdaClient {
  getState(functionName: string): Promise<FunctionState>;
  create(input: CreateFunctionCommandInput): Promise<FunctionState>;
}

const functions = '/2015-03-31/functions';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function createLambdaClient(place: ServicePlace = {}): LambdaClient {
  const service = createAwsService('lambda', place, readJsonFault);
  return {
    async getState(functionName) {
      const path = `${functions}/${encodeURIComponent(functionName)}`;
      const { body } = await service.send({ method: 'GET', path, headers: {} });
      const { Configuration = {} } = JSON.parse(body.toString('utf8')) as { readonly Configuration?: FunctionState };
      return Configuration;
    },
    async create(input) {
      const { body } = await service.send({
        method: 'POST',
        path: functions,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      return JSON.parse(body.toString('utf8')) as FunctionState;
    },
  };
}
