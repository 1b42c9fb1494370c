import { isNamed } from './named-error.ts';
import type { ServicePlace } from './wire/aws-service.ts';
import { createJsonService } from './wire/json-protocol.ts';

/** The value of a parameter of Systems Manager; undefined: there is none of this name. Rejects with `ServiceError`. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export function createReadParameter(place: ServicePlace = {}): ReadParameter {
  const call = createJsonService('ssm', 'AmazonSSM', place, '1.1');
  return async (name) => {
    try {
      const { Parameter } = (await call('GetParameter', { Name: name })) as {
        readonly Parameter?: { readonly Value?: string };
      };
      return Parameter?.Value;
    } catch (error) {
      if (isNamed(error, 'ParameterNotFound')) return undefined;
      throw error;
    }
  };
}
