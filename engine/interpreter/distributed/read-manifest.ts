import type { MapState, State } from '../../asl/index.ts';
import { isJsonArray, isJsonObject, parseJson, type Json, type JsonObject } from '../../json/json.ts';
import type { Visit } from '../branch.ts';
import { readerFailed } from './item-reader-failure.ts';
import { createCsvParser } from './parse-csv.ts';
import { readCsv } from './read-csv.ts';
import { readObject, typeOfObjects } from './read-object.ts';
import type { ReaderConfig } from './reader-config.ts';
import { openObject } from './s3-objects.ts';
import { linesOf, wholeText } from './text-lines.ts';
import { unpacked } from './unpack.ts';

type MapVisit = Visit<MapState<State>>;

const textField = (fields: JsonObject, name: string): string => {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw readerFailed(`The manifest has no "${name}"`);
};

const parseManifest = (text: string): JsonObject => {
  let manifest: Json;
  try {
    manifest = parseJson(text);
  } catch (error) {
    throw readerFailed(`The manifest is not valid JSON: ${(error as Error).message}`);
  }
  if (isJsonObject(manifest)) return manifest;
  throw readerFailed('The manifest must be a JSON object');
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
async function* readInventory(visit: MapVisit, request: JsonObject): AsyncGenerator<Json> {
  const manifest = parseManifest(await wholeText(unpacked(openObject(visit, request))));
  const format = textField(manifest, 'fileFormat');
  if (format !== 'CSV') throw readerFailed(`The inventory must be CSV, but is ${format}`);
  const headers = textField(manifest, 'fileSchema')
    .split(',')
    .map((header) => header.trim());
  const bucket = textField(manifest, 'destinationBucket').replace(/^arn:aws[a-z-]*:s3:::/, '');
  const { files } = manifest;
  for (const file of files !== undefined && isJsonArray(files) ? files : []) {
    const Key = isJsonObject(file) ? textField(file, 'key') : '';
    yield* readCsv(unpacked(openObject(visit, { Bucket: bucket, Key })), ',', headers);
  }
}

const S3_URI = /^s3:\/\/([^/]+)\/(.+)$/;

/** The list of objects that Athena's UNLOAD writes, one URI a line. */
async function* readAthenaData(visit: MapVisit, request: JsonObject, config: ReaderConfig): AsyncGenerator<Json> {
  const type = typeOfObjects(config, 'ManifestType ATHENA_DATA');
  for await (const line of linesOf(unpacked(openObject(visit, request)))) {
    if (line.trim() === '') continue;
    const parser = createCsvParser(',');
    const [[uri = ''] = []] = [...parser.push(line), ...parser.end()];
    const [, Bucket, Key] = S3_URI.exec(uri.trim()) ?? [];
    if (Bucket === undefined || Key === undefined)
      throw readerFailed(`The manifest names "${uri}", which is no S3 URI`);
    yield* readObject(visit, { Bucket, Key }, type, config);
  }
}

/** The items of the objects that a manifest names. */
export const readManifest = (visit: MapVisit, request: JsonObject, config: ReaderConfig): AsyncGenerator<Json> =>
  config.manifestType === 'ATHENA_DATA' ? readAthenaData(visit, request, config) : readInventory(visit, request);
