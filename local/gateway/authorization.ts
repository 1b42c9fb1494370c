import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { InvocationOutcome } from '../lambda-host/invocation.ts';

export type Authorization =
  | { readonly kind: 'allowed'; readonly context: Readonly<Record<string, unknown>> }
  | { readonly kind: 'missing' | 'refused' | 'denied' | 'failed' };

export interface AuthorizerOptions {
  /** Calls the authorizer function with an event as JSON text. */
  readonly invoke: (event: string) => Promise<InvocationOutcome>;
  readonly methodArn: string;
  readonly now?: () => number;
}

/** As infra/rest-api.ts sets it. */
const CACHE_MS = 60_000;
const MOST_CACHED = 1000;

/**
 * A token authorizer as API Gateway runs one: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html.
 * Without its identity source it is not even asked; an answer is kept by token, and an `Unauthorized` is not.
 */
export function tokenAuthorizer({ invoke, methodArn, now = Date.now }: AuthorizerOptions) {
  const cache = new Map<string, { readonly answer: Authorization; readonly until: number }>();
  return async (request: IncomingMessage): Promise<Authorization> => {
    const token = request.headers.authorization;
    if (token === undefined || token === '') return { kind: 'missing' };
    // Tokens themselves are kept nowhere but where they must be.
    const key = createHash('sha256').update(token).digest('base64');
    const kept = cache.get(key);
    if (kept && kept.until > now()) return kept.answer;
    const answer = readPolicy(await invoke(JSON.stringify({ type: 'TOKEN', authorizationToken: token, methodArn })));
    if (answer.kind === 'allowed' || answer.kind === 'denied') {
      if (cache.size >= MOST_CACHED) cache.clear();
      cache.set(key, { answer, until: now() + CACHE_MS });
    }
    return answer;
  };
}

function readPolicy(outcome: InvocationOutcome): Authorization {
  const answer: unknown = JSON.parse(outcome.payload);
  if (!isRecord(answer)) return { kind: 'failed' };
  if (outcome.kind === 'function-error') {
    return { kind: answer['errorMessage'] === 'Unauthorized' ? 'refused' : 'failed' };
  }
  const policy = answer['policyDocument'];
  const statements = isRecord(policy) && Array.isArray(policy['Statement']) ? (policy['Statement'] as unknown[]) : [];
  const effects = statements.map((statement) => (isRecord(statement) ? statement['Effect'] : undefined));
  if (effects.length === 0) return { kind: 'failed' };
  if (!effects.every((effect) => effect === 'Allow')) return { kind: 'denied' };
  const context = isRecord(answer['context']) ? answer['context'] : {};
  return { kind: 'allowed', context: { ...context, principalId: answer['principalId'], integrationLatency: 0 } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
