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
