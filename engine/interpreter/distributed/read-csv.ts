import type { Json, JsonFields } from '../../json/json.ts';
import { hashMapOrder } from './hash-map-order.ts';
import { readerFailed } from './item-reader-failure.ts';
import { createCsvParser } from './parse-csv.ts';
import { textOf, type Bytes } from './text-lines.ts';

async function* rowsOf(bytes: Bytes, delimiter: string): AsyncGenerator<readonly string[]> {
  const parser = createCsvParser(delimiter);
  for await (const piece of textOf(bytes)) yield* parser.push(piece);
  yield* parser.end();
}

/** Where each header's value stands in a row, in the order of an item's fields. */
const columnsOf = (headers: readonly string[]): readonly (readonly [string, number])[] => {
  if (new Set(headers).size < headers.length) throw readerFailed('CSV headers cannot contain duplicates.');
  return hashMapOrder(headers).map((header) => [header, headers.indexOf(header)] as const);
};

/** One item a row: missing fields are empty, fields beyond the headers are left out, every value is a text. */
export async function* readCsv(
  bytes: Bytes,
  delimiter: string,
  headers: readonly string[] | undefined,
): AsyncGenerator<Json> {
  let columns = headers === undefined ? undefined : columnsOf(headers);
  for await (const row of rowsOf(bytes, delimiter)) {
    if (columns === undefined) {
      columns = columnsOf(row);
      continue;
    }
    const item: JsonFields = {};
    for (const [header, index] of columns) item[header] = row[index] ?? '';
    yield item;
  }
}
