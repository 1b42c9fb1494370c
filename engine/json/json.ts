/** A JSON value. State data is never changed in place: a value may be shared by states, branches and history. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** An object under construction; it becomes a `JsonObject` when it is handed on. */
export type JsonFields = Record<string, Json>;

export const isJsonArray = (value: Json): value is readonly Json[] => Array.isArray(value);

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses text that is known to be JSON because this engine, or JSON's own grammar, made it. Throws SyntaxError otherwise. */
export const parseJson = (text: string): Json => JSON.parse(text) as Json;

/** The same text for values that are equal, whatever the order of their keys. */
export const canonicalText = (value: Json): string =>
  JSON.stringify(value, (_key, item: Json) =>
    isJsonObject(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );

/** As deep as JSON may be nested: what works on it calls itself for each level. */
export const DEEPEST_JSON = 1_000;

/** Whether a text of JSON is nested more deeply than that. */
export const isTooDeep = (text: string): boolean => {
  if (text.length <= 2 * DEEPEST_JSON) return false;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (quoted) {
      if (char === 0x5c) index++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > DEEPEST_JSON) return true;
    } else if (char === 0x5d || char === 0x7d) depth--;
  }
  return false;
};

/** Whether two JSON values are equal, whatever the order of their keys. */
export const sameJson = (left: Json, right: Json): boolean => {
  if (left === right) return true;
  if (isJsonArray(left)) {
    return (
      isJsonArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameJson(item, right[index] ?? null))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => {
      const other = right[key];
      return other !== undefined && sameJson(left[key] ?? null, other);
    })
  );
};
