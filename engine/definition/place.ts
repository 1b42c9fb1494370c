import type { Json } from '../json/json.ts';

/** Where something stands in a definition: the names and indices that lead to it. */
export type Place = readonly (string | number)[];

/** As the service writes it: `/States/Pick/Choices[0]/Next`, `/` for the whole definition. */
export const locationOf = (place: Place): string => {
  const text = place.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
  return text === '' ? '/' : text;
};

/** As a JSON pointer, RFC 6901: `/States/Pick/Choices/0/Next`, and nothing for the whole definition. */
export const pointerOf = (place: Place): string =>
  place.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A reference to another state, and where it is written. */
export type Target = readonly [name: Json, place: Place];
