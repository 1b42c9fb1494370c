import type { Json } from './json.ts';

/** State data with its text kept: the output of a state is the input of the next, and history shows both. */
export interface Payload {
  readonly value: Json;
  text?: string;
}

export const payload = (value: Json, text?: string): Payload => (text === undefined ? { value } : { value, text });

/** The data as JSON text, made once. */
export const payloadText = (data: Payload): string => (data.text ??= JSON.stringify(data.value));

/** Whether a text is longer than `limit` bytes in UTF-8. A UTF-16 unit is at most three bytes, so most texts need no count. */
export const exceedsBytes = (text: string, limit: number): boolean =>
  text.length > limit || (text.length * 3 > limit && Buffer.byteLength(text) > limit);
