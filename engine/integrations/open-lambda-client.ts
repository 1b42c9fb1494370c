import { createLambdaClient, type LambdaClient } from './lambda-client.ts';
import type { ServiceOptions } from './service-client.ts';
import { TaskError } from '../tasks/task-call.ts';
import type { Credentials } from './sign-request.ts';

const environment = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

/** The variables that AWS's SDKs read: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const endpointOf = ({ endpoints, region }: ServiceOptions): string =>
  endpoints['lambda'] ??
  environment('AWS_ENDPOINT_URL_LAMBDA') ??
  environment('AWS_ENDPOINT_URL') ??
  `https://lambda.${region}.amazonaws.com`;

const environmentCredentials = (): Credentials | undefined => {
  const accessKeyId = environment('AWS_ACCESS_KEY_ID');
  const secretAccessKey = environment('AWS_SECRET_ACCESS_KEY');
  return accessKeyId === undefined || secretAccessKey === undefined
    ? undefined
    : { accessKeyId, secretAccessKey, sessionToken: environment('AWS_SESSION_TOKEN') };
};

/**
 * A Lambda client that reads the environment when it is first used, as the SDK's clients do: the library's user may set
 * addresses after the engine was made.
 */
export const openLambdaClient = (options: ServiceOptions, sdkCredentials: () => Promise<Credentials>): LambdaClient => {
  let client: LambdaClient | undefined;
  const open = async (): Promise<LambdaClient> => {
    const credentials = options.credentials ?? environmentCredentials() ?? (await sdkCredentials());
    return (client ??= createLambdaClient({ endpoint: endpointOf(options), region: options.region, credentials }));
  };
  return {
    async invoke(parameters) {
      let lambda: LambdaClient;
      try {
        lambda = client ?? (await open());
      } catch (error) {
        throw new TaskError('Lambda.SdkClientException', `No credentials for Lambda: ${(error as Error).message}`);
      }
      return lambda.invoke(parameters);
    },
    close: () => client?.close(),
  };
};
