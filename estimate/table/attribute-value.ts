import type { Json, JsonObject } from '../../engine/index.ts';

/** `{"S": "text"}`, as DynamoDB's requests write a value. */
export type AttributeValue = JsonObject;

export type Item = Readonly<Record<string, AttributeValue>>;

export function sameValue(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [first, second] = [a['N'], b['N']];
  // Numbers are compared as numbers: 1 and 1.0 are one.
  if (first !== undefined && second !== undefined) return Number(first) === Number(second);
  return canonical(a) === canonical(b);
}

function canonical(value: Json): string {
  return JSON.stringify(value);
}
