import type { Item } from './attribute-value.ts';
import { sameValue } from './attribute-value.ts';
import type { ExpressionReader } from './expression-reader.ts';

/** Whether an item satisfies a ConditionExpression: `attribute_exists`, `attribute_not_exists`, `=`, `<>`, AND, OR, NOT. */
export function checkCondition(reader: ExpressionReader, item: Item): boolean {
  const holds = either(reader, item);
  if (!reader.done) reader.expect('AND');
  return holds;
}

// Both sides are always read: a side that is not needed still stands in the text.
function either(reader: ExpressionReader, item: Item): boolean {
  let holds = both(reader, item);
  while (reader.take('OR')) holds = both(reader, item) || holds;
  return holds;
}

function both(reader: ExpressionReader, item: Item): boolean {
  let holds = single(reader, item);
  while (reader.take('AND')) holds = single(reader, item) && holds;
  return holds;
}

function single(reader: ExpressionReader, item: Item): boolean {
  if (reader.take('NOT')) return !single(reader, item);
  if (reader.take('(')) {
    const holds = either(reader, item);
    reader.expect(')');
    return holds;
  }
  if (reader.take('attribute_not_exists')) return !exists(reader, item);
  if (reader.take('attribute_exists')) return exists(reader, item);
  const left = operand(reader, item);
  if (reader.take('<>')) return !sameValue(left, operand(reader, item));
  reader.expect('=');
  return sameValue(left, operand(reader, item));
}

function exists(reader: ExpressionReader, item: Item): boolean {
  reader.expect('(');
  const name = reader.attribute();
  reader.expect(')');
  return Object.hasOwn(item, name);
}

function operand(reader: ExpressionReader, item: Item) {
  return reader.value() ?? item[reader.attribute()];
}
