import picomatch from 'picomatch';
import type { ObjectStore } from '../../../platform/artifacts/object-store.ts';
import { objectUri, parseObjectUri } from '../../../platform/artifacts/object-uri.ts';
import { fixedFolder } from './match-output.ts';

/** A wildcard that would bring more is a slip. */
const mostFiles = 100_000;

/** Objects of an `s3://` address with wildcards (`*` one level, `**` any), in the order of their keys. */
export async function listUris(objects: Pick<ObjectStore, 'keys'>, wildcard: string): Promise<readonly string[]> {
  const place = parseObjectUri(wildcard);
  if (place === undefined) return [];
  const matches = picomatch(place.key, { dot: true, noextglob: true, maxLength: 1024 });
  const uris: string[] = [];
  for await (const key of objects.keys(fixedFolder(place.key), place.bucket)) {
    if (matches(key) || key === place.key) uris.push(objectUri({ bucket: place.bucket, key }));
    if (uris.length > mostFiles) break;
  }
  return uris;
}
