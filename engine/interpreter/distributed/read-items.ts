import type { ItemReader, MapState, State } from '../../asl/index.ts';
import type { Json, JsonFields, JsonObject } from '../../json/json.ts';
import type { Visit } from '../branch.ts';
import { languageOf } from '../language-of.ts';
import type { MapItem } from '../state-language.ts';
import { readManifest } from './read-manifest.ts';
import { readObject, typeOfObjects } from './read-object.ts';
import { readerConfig, type ReaderConfig } from './reader-config.ts';
import { listObjects } from './s3-objects.ts';

type MapVisit = Visit<MapState<State>>;

interface Found {
  readonly value: Json;
  /** As `Map.Item.Source` of the context object says it. */
  readonly source: string;
}

const textField = (fields: JsonObject, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/** A listing gives its times as seconds since the epoch, and spells one field its own way. */
const listedObject = ({ ETag, LastModified, ...rest }: JsonObject): JsonObject => {
  const item: JsonFields = {};
  if (ETag !== undefined) item['Etag'] = ETag;
  Object.assign(item, rest);
  if (LastModified !== undefined) {
    item['LastModified'] =
      typeof LastModified === 'string' ? Math.floor(Date.parse(LastModified) / 1000) : LastModified;
  }
  return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
};

async function* readListing(visit: MapVisit, request: JsonObject, config: ReaderConfig): AsyncGenerator<Found> {
  const bucket = textField(request, 'Bucket');
  const type = config.flatten ? typeOfObjects(config, 'Transformation LOAD_AND_FLATTEN') : undefined;
  for await (const object of listObjects(visit, request)) {
    if (type === undefined) {
      yield { value: listedObject(object), source: `S3://${bucket}` };
      continue;
    }
    const key = textField(object, 'Key');
    // What a console shows as a folder is an empty object.
    if (key.endsWith('/') && object['Size'] === 0) continue;
    const source = `S3://${bucket}/${key}`;
    for await (const value of readObject(visit, { Bucket: bucket, Key: key }, type, config)) yield { value, source };
  }
}

async function* readOne(visit: MapVisit, request: JsonObject, config: ReaderConfig): AsyncGenerator<Found> {
  const { inputType = 'JSON', manifestType } = config;
  const values =
    inputType === 'MANIFEST' || manifestType !== undefined
      ? readManifest(visit, request, config)
      : readObject(visit, request, inputType, config);
  const source = `S3://${textField(request, 'Bucket')}/${textField(request, 'Key')}`;
  for await (const value of values) yield { value, source };
}

/** Reads a Distributed Map's items from S3 as they are asked for, at most `most`. Throws `States.ItemReaderFailed`. */
export async function* readItems(visit: MapVisit, reader: ItemReader, most: number): AsyncGenerator<MapItem> {
  const request = await languageOf(visit.language).mapArguments(visit, 'ItemReader');
  const config = readerConfig(reader);
  const found = reader.Resource.endsWith(':s3:listObjectsV2')
    ? readListing(visit, request, config)
    : readOne(visit, request, config);
  let index = 0;
  for await (const { value, source } of found) {
    yield { value, context: { Index: index++, Source: source, Value: value } };
    if (index >= most) return;
  }
}
