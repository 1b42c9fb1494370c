import { createAwsService, type ServiceAnswer, type ServicePlace } from './aws-service.ts';
import type { ServiceName } from './service-address.ts';
import { ServiceError } from './service-error.ts';

/** Calls one operation. Rejects with `ServiceError` or `ConnectionError`. */
export type CallOperation = (operation: string, input: object) => Promise<unknown>;

/** The AWS JSON protocols, which differ in their media type: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export function createJsonService(
  service: ServiceName,
  targetPrefix: string,
  place: ServicePlace,
  version: '1.0' | '1.1' = '1.0',
): CallOperation {
  const json = createAwsService(service, place, readJsonFault);
  return async (operation, input) => {
    const { body } = await json.send({
      method: 'POST',
      path: '/',
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${targetPrefix}.${operation}` },
      body: JSON.stringify(input),
    });
    return JSON.parse(body.toString('utf8')) as unknown;
  };
}

/** The code stands in the body or in a header, with a namespace before or an address behind it. */
export function readJsonFault(status: number, { headers, body }: ServiceAnswer): ServiceError {
  const text = body.toString('utf8');
  const fault = parsedFault(text);
  const header = headers['x-amzn-errortype'];
  const type = (typeof header === 'string' ? header : undefined) ?? fault.__type ?? fault.code ?? 'UnknownError';
  const code = type.replace(/:.*$/s, '').replace(/^.*#/s, '');
  return new ServiceError(code, fault.message ?? fault.Message ?? (text === '' ? code : text), status);
}

type Fault = Readonly<Partial<Record<'__type' | 'code' | 'message' | 'Message', string>>>;

function parsedFault(text: string): Fault {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // Not the service's own, as from a proxy in between.
    return {};
  }
}
