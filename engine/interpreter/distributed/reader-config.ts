import type { ItemReader } from '../../asl/index.ts';
import { isJsonArray } from '../../json/json.ts';
import { readerFailed } from './item-reader-failure.ts';

export type InputType = 'JSON' | 'JSONL' | 'CSV' | 'PARQUET' | 'MANIFEST';
export type ManifestType = 'S3_INVENTORY' | 'ATHENA_DATA';

/** How the objects of an ItemReader are read. */
export interface ReaderConfig {
  readonly inputType: InputType | undefined;
  readonly manifestType: ManifestType | undefined;
  /** A listing gives what is in the objects that it lists, and not the list. */
  readonly flatten: boolean;
  readonly itemsPointer: string;
  readonly delimiter: string;
  /** Headers that are given; else a CSV object's first row has them. */
  readonly headers: readonly string[] | undefined;
}

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

const oneOf = <T extends string>(reader: ItemReader, name: string, choices: readonly T[]): T | undefined => {
  const value = reader.ReaderConfig?.[name];
  if (value === undefined) return undefined;
  const known = choices.find((choice) => choice === value);
  if (known !== undefined) return known;
  throw readerFailed(`${name} must be one of ${choices.join(', ')}, but is ${JSON.stringify(value)}`);
};

const headersOf = (reader: ItemReader): readonly string[] | undefined => {
  if (oneOf(reader, 'CSVHeaderLocation', ['FIRST_ROW', 'GIVEN']) !== 'GIVEN') return undefined;
  const given = reader.ReaderConfig?.['CSVHeaders'];
  if (given === undefined || !isJsonArray(given) || given.length === 0) {
    throw readerFailed('CSVHeaderLocation GIVEN needs CSVHeaders');
  }
  return given.map(String);
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html. Throws `States.ItemReaderFailed`. */
export const readerConfig = (reader: ItemReader): ReaderConfig => {
  const pointer = reader.ReaderConfig?.['ItemsPointer'];
  const delimiter = oneOf(reader, 'CSVDelimiter', Object.keys(DELIMITERS)) ?? 'COMMA';
  return {
    inputType: oneOf(reader, 'InputType', ['JSON', 'JSONL', 'CSV', 'PARQUET', 'MANIFEST']),
    manifestType: oneOf(reader, 'ManifestType', ['S3_INVENTORY', 'ATHENA_DATA']),
    flatten: oneOf(reader, 'Transformation', ['NONE', 'LOAD_AND_FLATTEN']) === 'LOAD_AND_FLATTEN',
    itemsPointer: typeof pointer === 'string' ? pointer : '',
    delimiter: DELIMITERS[delimiter] ?? ',',
    headers: headersOf(reader),
  };
};
