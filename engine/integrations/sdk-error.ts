import { TaskError } from '../tasks/task-call.ts';

/** `sdk` spells errors as the generic integrations do (`DynamoDb.`), `optimised` as the older ones (`DynamoDB.`). */
export type SdkErrorStyle = 'sdk' | 'optimised';

interface ServiceNames {
  /** As AWS's SDK for Java, in which Step Functions is written, names the client. */
  readonly sdk: string;
  readonly optimised: string;
  /** How the causes of the older integrations name the service. */
  readonly legacy: string;
  /** The name of a failure that the service's model does not list. */
  readonly unmodelled: string;
}

const NAMES: Readonly<Record<string, ServiceNames>> = {
  dynamodb: {
    sdk: 'DynamoDb',
    optimised: 'DynamoDB',
    legacy: 'AmazonDynamoDBv2',
    unmodelled: 'AmazonDynamoDBException',
  },
  lambda: { sdk: 'Lambda', optimised: 'Lambda', legacy: 'AWSLambda', unmodelled: 'AWSLambdaException' },
  s3: { sdk: 'S3', optimised: 'S3', legacy: 'Amazon S3', unmodelled: 'AmazonS3Exception' },
  sfn: { sdk: 'Sfn', optimised: 'StepFunctions', legacy: 'AWSStepFunctions', unmodelled: 'AWSStepFunctionsException' },
  sns: { sdk: 'Sns', optimised: 'SNS', legacy: 'AmazonSNS', unmodelled: 'AmazonSNSException' },
  sqs: { sdk: 'Sqs', optimised: 'SQS', legacy: 'AmazonSQS', unmodelled: 'AmazonSQSException' },
};

const namesOf = (service: string): ServiceNames => {
  const title = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  return NAMES[service] ?? { sdk: title, optimised: title, legacy: title, unmodelled: `${title}Exception` };
};

interface SdkFailure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $fault?: string;
}

/** The SDK for Java calls every exception so, whatever the service's model calls it. */
export const exceptionName = (name: string): string => {
  if (name.endsWith('Exception')) return name;
  return name.endsWith('Fault') ? `${name.slice(0, -'Fault'.length)}Exception` : `${name}Exception`;
};

/** JavaScript's SDK gives a failure that the model does not list the class of the service's base failure. */
const isModelled = (error: unknown): boolean => {
  const base: unknown = error instanceof Error ? error.constructor.name : undefined;
  return typeof base === 'string' && !base.endsWith('ServiceException');
};

/** A failed call as the error and cause that Step Functions gives it. */
export const sdkError = (service: string, thrown: unknown, style: SdkErrorStyle): TaskError => {
  if (thrown instanceof TaskError) return thrown;
  const names = namesOf(service);
  const prefix = names[style];
  const error = thrown as SdkFailure;
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined) {
    // No answer came: no connection, no credentials, or no address.
    const reason = error.message === undefined || error.message === '' ? (error.code ?? String(thrown)) : error.message;
    return new TaskError(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${reason}`);
  }
  const unmodelled = style === 'sdk' ? `${names.sdk}Exception` : names.unmodelled;
  const name = isModelled(thrown) ? exceptionName(error.name ?? unmodelled) : unmodelled;
  const requestId = error.$metadata?.requestId ?? '';
  const message = error.message ?? error.name ?? '';
  const cause =
    style === 'sdk' || service === 'lambda'
      ? `${message} (Service: ${names.sdk}, Status Code: ${status}, Request ID: ${requestId})`
      : `${message} (Service: ${names.legacy}; Status Code: ${status}; Error Code: ${error.name ?? ''}; Request ID: ${requestId}; Proxy: null)`;
  return new TaskError(`${prefix}.${name}`, cause);
};
