import type { AttributeValue, Item } from './attribute-value.ts';
import type { ExpressionReader } from './expression-reader.ts';

/** The item after an UpdateExpression of SET and REMOVE clauses; every value is read from the item as it was. */
export function updateItem(reader: ExpressionReader, item: Item): Item {
  const changed = new Map(Object.entries(item));
  while (!reader.done) {
    if (reader.take('REMOVE')) {
      do changed.delete(reader.attribute());
      while (reader.take(','));
    } else {
      reader.expect('SET');
      do set(reader, item, changed);
      while (reader.take(','));
    }
  }
  return Object.fromEntries(changed);
}

function set(reader: ExpressionReader, item: Item, changed: Map<string, AttributeValue>): void {
  const name = reader.attribute();
  reader.expect('=');
  changed.set(name, operand(reader, item));
}

function operand(reader: ExpressionReader, item: Item): AttributeValue {
  if (!reader.take('if_not_exists')) return reader.value() ?? known(reader, item);
  reader.expect('(');
  const name = reader.attribute();
  reader.expect(',');
  const otherwise = operand(reader, item);
  reader.expect(')');
  return item[name] ?? otherwise;
}

/** An attribute that is not there is an error of the request, which no machine of ours makes. */
function known(reader: ExpressionReader, item: Item): AttributeValue {
  return item[reader.attribute()] ?? (reader.expect('if_not_exists'), {});
}
