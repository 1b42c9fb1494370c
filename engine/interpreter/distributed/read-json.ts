import { isJsonArray, isJsonObject, parseJson, type Json } from '../../json/json.ts';
import { readerFailed } from './item-reader-failure.ts';
import { linesOf, wholeText, type Bytes } from './text-lines.ts';

const parseText = (text: string, what: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw readerFailed(`${what} is not valid JSON: ${(error as Error).message}`);
  }
};

/** RFC 6901, as `ItemsPointer` uses it. */
const atPointer = (document: Json, pointer: string): Json => {
  let value = document;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const inner = isJsonArray(value) ? value[Number(name)] : isJsonObject(value) ? value[name] : undefined;
    if (inner === undefined) throw readerFailed(`ItemsPointer "${pointer}" leads nowhere: there is no "${name}"`);
    value = inner;
  }
  return value;
};

/** A JSON array is read as a whole: there is no telling its items apart before. Objects are for JSONata, as in a state's input. */
export async function* readJson(bytes: Bytes, pointer: string, objects: boolean): AsyncGenerator<Json> {
  const items = atPointer(parseText(await wholeText(bytes), 'The object'), pointer);
  if (isJsonArray(items)) yield* items;
  else if (objects && isJsonObject(items)) {
    for (const [Key, Value] of Object.entries(items)) yield { Key, Value };
  } else throw readerFailed('Attempting to map over non-iterable node.');
}

export async function* readJsonLines(bytes: Bytes): AsyncGenerator<Json> {
  let number = 0;
  for await (const line of linesOf(bytes)) {
    number++;
    if (line.trim() !== '') yield parseText(line, `Line ${number} of the object`);
  }
}
