import type { MapState, State } from '../../asl/index.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { Visit } from '../branch.ts';
import { readerFailed } from './item-reader-failure.ts';
import { readCsv } from './read-csv.ts';
import { readJson, readJsonLines } from './read-json.ts';
import { readParquet } from './read-parquet.ts';
import type { InputType, ReaderConfig } from './reader-config.ts';
import { objectFile, openObject } from './s3-objects.ts';
import { unpacked } from './unpack.ts';

/** The items of one object. */
export async function* readObject(
  visit: Visit<MapState<State>>,
  request: JsonObject,
  type: Exclude<InputType, 'MANIFEST'>,
  config: ReaderConfig,
): AsyncGenerator<Json> {
  switch (type) {
    case 'JSON':
      yield* readJson(unpacked(openObject(visit, request)), config.itemsPointer, visit.language === 'JSONata');
      return;
    case 'JSONL':
      yield* readJsonLines(unpacked(openObject(visit, request)));
      return;
    case 'CSV':
      yield* readCsv(unpacked(openObject(visit, request)), config.delimiter, config.headers);
      return;
    case 'PARQUET':
      yield* readParquet(await objectFile(visit, request));
      return;
  }
}

/** The type of the objects that a listing or a manifest names, which nothing else tells. */
export const typeOfObjects = ({ inputType }: ReaderConfig, where: string): Exclude<InputType, 'MANIFEST'> => {
  if (inputType !== undefined && inputType !== 'MANIFEST') return inputType;
  throw readerFailed(`${where} needs the InputType of its objects: JSON, JSONL, CSV or PARQUET`);
};
