import { setTimeout } from 'node:timers/promises';
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
  /** Sends what is still to be sent, as long as it is taken, and gives up the rest. */
  close(): Promise<void>;
}

const TARGET = 'AWSEvents.PutEvents';
const CONTENT_TYPE = 'application/x-amz-json-1.1';
/** Delivery is best effort, as on AWS: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
const PAUSES_MILLISECONDS = [100, 500];
const TIMEOUT_MILLISECONDS = 10_000;
/** A bus that takes nothing for so long while the engine closes is given up. */
const CLOSING_MILLISECONDS = 1_000;

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

  const gone = new AbortController();
  let closing: NodeJS.Timeout | undefined;
  let lost = 0;

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
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MILLISECONDS), gone.signal]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status} ${text.slice(0, 200)}`);
    const { FailedEntryCount = 0, Entries = [] } = JSON.parse(text) as PutEventsAnswer;
    if (FailedEntryCount > 0) throw new Error(`${Entries[0]?.ErrorCode ?? ''} ${Entries[0]?.ErrorMessage ?? ''}`);
  };

  const attempt = async (event: ExecutionStatusChangeEvent): Promise<void> => {
    for (const milliseconds of [...PAUSES_MILLISECONDS, undefined]) {
      try {
        await put(event);
        return;
      } catch (error) {
        if (milliseconds === undefined || gone.signal.aborted) throw error;
        await setTimeout(milliseconds, undefined, { signal: gone.signal });
      }
    }
  };

  const deliver = async (event: ExecutionStatusChangeEvent): Promise<void> => {
    try {
      gone.signal.throwIfAborted();
      await attempt(event);
      closing?.refresh();
    } catch (error) {
      if (closing === undefined) {
        process.emitWarning(
          `Step Functions engine: the event bus at ${endpoint} did not take a status change of ${event.detail.executionArn}: ${String(error)}`,
        );
        return;
      }
      gone.abort();
      lost++;
    }
  };

  let sent: Promise<void> = Promise.resolve();
  return {
    send(event) {
      sent = sent.then(() => deliver(event));
    },
    async close() {
      closing = globalThis.setTimeout(() => gone.abort(), CLOSING_MILLISECONDS);
      await sent;
      clearTimeout(closing);
      if (lost === 0) return;
      process.emitWarning(
        `Step Functions engine: ${lost} status changes were given up when the engine closed, since the event bus at ${endpoint} did not take them`,
      );
    },
  };
};
