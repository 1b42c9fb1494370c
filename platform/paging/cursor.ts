import { Problem } from '../problems/problem.ts';

type PartKind = 'string' | 'number';

/** A cursor's parts by their kinds. */
export type Place<T extends readonly PartKind[]> = {
  readonly [K in keyof T]: T[K] extends 'string' ? string : number;
};

/** A cursor is a place as JSON in base64url: opaque to callers, who may damage it. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place, when it has parts of these kinds; otherwise an `invalid` problem. */
export function decodeCursor<const T extends readonly PartKind[]>(cursor: string, kinds: T): Place<T> {
  const place = parse(cursor);
  if (!isPlace(place, kinds)) {
    throw new Problem('invalid', 'this cursor was not given by this list; start again without a cursor');
  }
  return place;
}

function isPlace<T extends readonly PartKind[]>(place: unknown, kinds: T): place is Place<T> {
  return (
    Array.isArray(place) && place.length === kinds.length && kinds.every((kind, index) => typeof place[index] === kind)
  );
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
