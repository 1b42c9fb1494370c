import { TaskError } from '../tasks/task-call.ts';
import { exceptionName, javaName } from './java-names.ts';

/**
 * `sdk`: the generic integrations, which speak through version 2 of the SDK for Java (`DynamoDb.`). `optimised`: the
 * older ones, which speak through version 1 (`DynamoDB.`).
 */
export type SdkStyle = 'sdk' | 'optimised';

interface OptimisedNames {
  /** Before the dot of an error's name. */
  readonly prefix: string;
  /** How causes name the service. */
  readonly service: string;
  /** The name of a failure that the service's model does not list. */
  readonly unmodelled: string;
}

const optimised = (prefix: string, service: string): OptimisedNames => ({
  prefix,
  service,
  unmodelled: `${service.replace(/v\d$/, '')}Exception`,
});

/** Of version 1 of the SDK for Java, by Step Functions' name of the service. */
const OPTIMISED: Readonly<Record<string, OptimisedNames>> = {
  athena: optimised('Athena', 'AmazonAthena'),
  batch: optimised('Batch', 'AWSBatch'),
  bedrock: optimised('Bedrock', 'AmazonBedrock'),
  codebuild: optimised('CodeBuild', 'AWSCodeBuild'),
  databrew: optimised('DataBrew', 'AWSGlueDataBrew'),
  dynamodb: optimised('DynamoDB', 'AmazonDynamoDBv2'),
  ecs: optimised('ECS', 'AmazonECS'),
  events: optimised('EventBridge', 'AmazonEventBridge'),
  glue: optimised('Glue', 'AWSGlue'),
  lambda: optimised('Lambda', 'AWSLambda'),
  mediaconvert: optimised('MediaConvert', 'AWSMediaConvert'),
  sagemaker: optimised('SageMaker', 'AmazonSageMaker'),
  sns: optimised('SNS', 'AmazonSNS'),
  sqs: optimised('SQS', 'AmazonSQS'),
  states: optimised('StepFunctions', 'AWSStepFunctions'),
};

const optimisedNames = (service: string): OptimisedNames =>
  OPTIMISED[service] ?? optimised(javaName(service), javaName(service));

interface SdkFailure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly extendedRequestId?: string;
  };
}

/** JavaScript's SDK gives a failure that the model does not list the class of the service's base failure. */
const isModelled = (error: unknown): boolean => {
  const base: unknown = error instanceof Error ? error.constructor.name : undefined;
  return typeof base === 'string' && !base.endsWith('ServiceException');
};

/** No answer came: no connection, no credentials, or no address. */
export const noAnswer = (prefix: string, thrown: unknown): TaskError => {
  const error = thrown as SdkFailure;
  const reason = error.message === undefined || error.message === '' ? (error.code ?? String(thrown)) : error.message;
  return new TaskError(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${reason}`);
};

/** What a refusal of a service says of itself. */
export interface Refusal {
  readonly message: string;
  readonly status: number;
  /** The service's own name of the error. */
  readonly code: string;
  readonly modelled: boolean;
  readonly requestId: string;
  readonly extendedRequestId?: string | undefined;
}

/** A refusal as an optimised integration gives it. */
export const optimisedError = (service: string, refusal: Refusal): TaskError => {
  const { prefix, service: long, unmodelled } = optimisedNames(service);
  const { message, status, code, modelled, requestId } = refusal;
  return new TaskError(
    `${prefix}.${modelled ? exceptionName(code) : unmodelled}`,
    `${message} (Service: ${long}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
};

/** A refusal as an SDK integration gives it. `serviceId` is the service's own, such as `Secrets Manager`. */
export const genericError = (serviceId: string, refusal: Refusal): TaskError => {
  const name = javaName(serviceId);
  const { message, status, code, modelled, requestId, extendedRequestId } = refusal;
  const extended = extendedRequestId === undefined ? '' : `, Extended Request ID: ${extendedRequestId}`;
  return new TaskError(
    `${name}.${modelled ? javaName(exceptionName(code)) : `${name}Exception`}`,
    `${message} (Service: ${name}, Status Code: ${status}, Request ID: ${requestId}${extended})`,
  );
};

/** A failed call of the SDK as the error and cause that Step Functions gives it. */
export const sdkError = (service: string, serviceId: string, thrown: unknown, style: SdkStyle): TaskError => {
  if (thrown instanceof TaskError) return thrown;
  const error = thrown as SdkFailure;
  const { httpStatusCode: status, requestId = '', extendedRequestId } = error.$metadata ?? {};
  if (status === undefined) {
    return noAnswer(style === 'sdk' ? javaName(serviceId) : optimisedNames(service).prefix, thrown);
  }
  const code = error.name ?? '';
  const refusal = {
    message: error.message ?? code,
    status,
    code: style === 'optimised' && service === 'states' ? code.replace(/Exception$/, '') : code,
    modelled: isModelled(thrown) && code !== '',
    requestId,
    extendedRequestId,
  };
  return style === 'sdk' ? genericError(serviceId, refusal) : optimisedError(service, refusal);
};
