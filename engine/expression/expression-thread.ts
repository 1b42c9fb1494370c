/** The thread in which expressions run that can only be ended from outside. */
import { parentPort } from 'node:worker_threads';
import type { ExpressionJob, ThreadMessage } from './expression-job.ts';
import { parseExpression, type JsonataExpression } from './jsonata-expression.ts';
import { NotJsonError, plainJson } from './plain-json.ts';

const MOST_PARSED = 1_000;
const parsed = new Map<string, JsonataExpression>();

const expressionOf = (source: string): JsonataExpression => {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const expression = parseExpression(source);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(source, expression);
  return expression;
};

const answer = async ({ source, bindings, moment }: ExpressionJob): Promise<ThreadMessage> => {
  try {
    const value = await expressionOf(source).evaluate(bindings, moment);
    return value === undefined ? { kind: 'nothing' } : { kind: 'value', text: JSON.stringify(plainJson(value)) };
  } catch (error) {
    if (error instanceof NotJsonError) return { kind: 'not JSON', found: error.found };
    // JSONata throws plain objects with `code` and `message`, and ordinary errors when the stack overflows.
    const { code, message } = error as { readonly code?: string; readonly message?: string };
    return { kind: 'failed', code, message: message ?? String(error) };
  }
};

const say = (message: ThreadMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (job: ExpressionJob) => {
  void answer(job).then(say);
});
say({ kind: 'ready' });
