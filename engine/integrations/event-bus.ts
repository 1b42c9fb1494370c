import type { ExecutionStatusChangeEvent } from '../executions/status-change-event.ts';
import { signedHeaders, type Credentials } from './sign-request.ts';

export interface EventBusOptions {
  /** Where EventBridge's protocol is spoken. */
  readonly endpoint: string;
  /** `default` unless given. */
  readonly name?: string;
}

export interface EventBus {
  send(event: ExecutionStatusChangeEvent): void;
  /** Resolves when everything that was to be sent has been sent or given up. */
  idle(): Promise<void>;
}

const TARGET = 'AWSEvents.PutEvents';
const CONTENT_TYPE = 'application/x-amz-json-1.1';
/** Delivery is best effort, as on AWS: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const PAUSES_MILLISECONDS = [100, 500];
const TIMEOUT_MILLISECONDS = 10_000;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface PutEventsAnswer {
  readonly FailedEntryCount?: number;
  readonly Entries?: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
}

/** Sends status changes to an event bus one after another, in the order in which they happened. */
export const createEventBus = (
  { endpoint, name = 'default' }: EventBusOptions,
  region: string,
  credentials: Credentials | undefined,
): EventBus => {
  const { host, pathname } = new URL(endpoint);
  const signer = credentials ?? { accessKeyId: 'none', secretAccessKey: 'none' };

  const put = async (event: ExecutionStatusChangeEvent): Promise<void> => {
    const entry = {
      Source: event.source,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(event.detail),
      Resources: event.resources,
      Time: Date.parse(event.time) / 1000,
      EventBusName: name,
    };
    const body = Buffer.from(JSON.stringify({ Entries: [entry] }));
    const headers = signedHeaders(
      {
        method: 'POST',
        host,
        path: pathname,
        query: '',
        headers: { 'content-type': CONTENT_TYPE, 'x-amz-target': TARGET },
        body,
      },
      signer,
      region,
      'events',
      Date.now(),
    );
    const response = await fetch(endpoint, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status} ${text.slice(0, 200)}`);
    const { FailedEntryCount = 0, Entries = [] } = JSON.parse(text) as PutEventsAnswer;
    if (FailedEntryCount > 0) throw new Error(`${Entries[0]?.ErrorCode ?? ''} ${Entries[0]?.ErrorMessage ?? ''}`);
  };

  const deliver = async (event: ExecutionStatusChangeEvent): Promise<void> => {
    for (const milliseconds of [...PAUSES_MILLISECONDS, undefined]) {
      try {
        await put(event);
        return;
      } catch (error) {
        if (milliseconds !== undefined) await pause(milliseconds);
        else {
          process.emitWarning(
            `Step Functions engine: the event bus at ${endpoint} did not take a status change of ${event.detail.executionArn}: ${String(error)}`,
          );
        }
      }
    }
  };

  let sent: Promise<void> = Promise.resolve();
  return {
    send(event) {
      sent = sent.then(() => deliver(event));
    },
    idle: () => sent,
  };
};
