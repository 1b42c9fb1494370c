import type { ItemReader, MapState, State } from '../asl/index.ts';
import { isJsonArray, isJsonObject, parseJson, type Json, type JsonFields, type JsonObject } from '../json/json.ts';
import { runServiceCall } from './run-service-call.ts';
import type { Visit } from './branch.ts';
import { languageOf } from './language-of.ts';
import { parseCsv } from './parse-csv.ts';
import { StateFailure } from './state-failure.ts';
import type { MapItem } from './state-language.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const failed = (cause: string): StateFailure => new StateFailure('States.ItemReaderFailed', cause);

const setting = (reader: ItemReader, name: string): string | undefined => {
  const value = reader.ReaderConfig?.[name];
  return typeof value === 'string' ? value : undefined;
};

const parseText = (text: string, what: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw failed(`${what} is not valid JSON: ${(error as Error).message}`);
  }
};

/** RFC 6901, as `ItemsPointer` uses it. */
const atPointer = (document: Json, pointer: string): Json => {
  let value = document;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const inner = isJsonArray(value) ? value[Number(name)] : isJsonObject(value) ? value[name] : undefined;
    if (inner === undefined) throw failed(`ItemsPointer "${pointer}" leads nowhere: there is no "${name}"`);
    value = inner;
  }
  return value;
};

const jsonItems = (text: string, reader: ItemReader): readonly Json[] => {
  const pointer = setting(reader, 'ItemsPointer') ?? '';
  const items = atPointer(parseText(text, 'The object'), pointer);
  if (isJsonArray(items)) return items;
  if (isJsonObject(items)) return Object.entries(items).map(([Key, Value]) => ({ Key, Value }));
  throw failed('Attempting to map over non-iterable node: the object in S3 is neither a JSON array nor a JSON object.');
};

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

const csvItems = (text: string, reader: ItemReader): readonly Json[] => {
  const delimiter = DELIMITERS[setting(reader, 'CSVDelimiter') ?? 'COMMA'];
  if (delimiter === undefined) throw failed(`CSVDelimiter must be one of ${Object.keys(DELIMITERS).join(', ')}`);
  const rows = parseCsv(text, delimiter);
  const given = reader.ReaderConfig?.['CSVHeaders'];
  const first = setting(reader, 'CSVHeaderLocation') !== 'GIVEN';
  const headers = first ? rows.shift() : given !== undefined && isJsonArray(given) ? given.map(String) : undefined;
  if (headers === undefined)
    throw failed('CSV needs a first row with headers, or CSVHeaders with CSVHeaderLocation GIVEN');
  return rows.map((row) => {
    const item: JsonFields = {};
    headers.forEach((header, index) => {
      item[header] = row[index] ?? '';
    });
    return item;
  });
};

const objectText = async (visit: Visit<MapState<State>>, request: JsonObject): Promise<string> => {
  const answer = await runServiceCall(visit, 'arn:aws:states:::aws-sdk:s3:getObject', request, failed);
  const body = isJsonObject(answer) ? answer['Body'] : undefined;
  return typeof body === 'string' ? body : JSON.stringify(body ?? null);
};

const listObjects = async (
  visit: Visit<MapState<State>>,
  request: JsonObject,
  most: number,
): Promise<readonly Json[]> => {
  const items: Json[] = [];
  let token: Json | undefined;
  do {
    const page = await runServiceCall(
      visit,
      'arn:aws:states:::aws-sdk:s3:listObjectsV2',
      token === undefined ? request : { ...request, ContinuationToken: token },
      failed,
    );
    const contents = isJsonObject(page) ? page['Contents'] : undefined;
    if (contents !== undefined && isJsonArray(contents)) items.push(...contents);
    token = isJsonObject(page) ? page['NextContinuationToken'] : undefined;
  } while (token !== undefined && items.length < most);
  return items;
};

const readObject = async (
  visit: Visit<MapState<State>>,
  reader: ItemReader,
  request: JsonObject,
): Promise<readonly Json[]> => {
  const type = setting(reader, 'InputType') ?? 'JSON';
  const text = await objectText(visit, request);
  switch (type) {
    case 'JSON':
      return jsonItems(text, reader);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line, index) => parseText(line, `Line ${index + 1} of the object`));
    case 'CSV':
      return csvItems(text, reader);
    default:
      throw failed(`InputType "${type}" is not supported here; use JSON, JSONL or CSV`);
  }
};

/** Reads a Distributed Map's items from S3. Throws `States.ItemReaderFailed`. */
export const readItems = async (visit: Visit<MapState<State>>): Promise<readonly MapItem[]> => {
  const reader = visit.state.ItemReader;
  if (reader === undefined) return [];
  const request = await languageOf(visit.language).mapArguments(visit, 'ItemReader');
  const limit = reader.ReaderConfig?.['MaxItems'];
  const most = typeof limit === 'number' && limit > 0 ? limit : Infinity;
  const items = reader.Resource.endsWith(':s3:listObjectsV2')
    ? await listObjects(visit, request, most)
    : await readObject(visit, reader, request);
  const taken = items.length > most ? items.slice(0, most) : items;
  return taken.map((value, Index) => ({ value, context: { Index, Value: value } }));
};
