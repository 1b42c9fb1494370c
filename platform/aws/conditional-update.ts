import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DocumentClient } from './document-client.ts';

/** Sends one conditional update. False: its condition did not hold, and nothing was changed. */
export async function conditionalUpdate(
  documents: DocumentClient,
  input: UpdateCommandInput & { readonly ConditionExpression: string },
): Promise<boolean> {
  return unlessCondition(() => documents.update(input));
}

/** False: the condition of the write did not hold, and nothing was changed. */
export async function unlessCondition(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** `:p0, :p1` and their values, for an IN over statuses of the transition table. */
export function inList(
  prefix: string,
  values: readonly string[],
): { readonly names: string; readonly values: Record<string, string> } {
  const entries = values.map((value, index) => [`:${prefix}${index}`, value] as const);
  return { names: entries.map(([name]) => name).join(', '), values: Object.fromEntries(entries) };
}
