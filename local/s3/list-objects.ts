import type { ObjectTable } from './object-table.ts';
import type { ObjectHead } from './stored-object.ts';

export interface ListRequest {
  readonly prefix?: string;
  readonly delimiter?: string;
  readonly maxKeys?: number;
  readonly startAfter?: string;
  readonly marker?: string;
}

export interface Listing {
  readonly objects: readonly ObjectHead[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html: keys that share a prefix up to the delimiter count once. */
export function listObjects(table: ObjectTable, bucket: string, request: ListRequest): Listing {
  const { prefix = '', delimiter = '', maxKeys = 1000 } = request;
  const after = request.startAfter ?? request.marker ?? '';
  const objects: ObjectHead[] = [];
  const prefixes: string[] = [];
  for (const object of table.list(bucket, after > prefix ? after : prefix)) {
    if (!object.key.startsWith(prefix)) {
      if (object.key > prefix) break;
      continue;
    }
    if (after !== '' && object.key <= after) continue;
    const common = delimiter === '' ? undefined : commonPrefix(object.key, prefix, delimiter);
    if (common !== undefined && (common === prefixes.at(-1) || (after !== '' && common <= after))) continue;
    if (objects.length + prefixes.length >= maxKeys) return { objects, commonPrefixes: prefixes, isTruncated: true };
    if (common === undefined) objects.push(object);
    else prefixes.push(common);
  }
  return { objects, commonPrefixes: prefixes, isTruncated: false };
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
