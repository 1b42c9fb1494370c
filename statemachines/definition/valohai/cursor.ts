import type { Located, SourceSpan } from '../../diagnostics/source-span.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import { childOf } from '../yaml/yaml-node.ts';

/** A value that a schema has checked, together with the node of the file that it came from. */
export interface Cursor<T> {
  readonly value: T;
  readonly node: YamlNode;
}

type Given<T> = Exclude<T, undefined>;

/** The field, where it is given. */
export function field<T extends object, K extends keyof T>(cursor: Cursor<T>, key: K): Cursor<Given<T[K]>> | undefined {
  const value = cursor.value[key];
  if (value === undefined) return undefined;
  return { value: value as Given<T[K]>, node: childOf(cursor.node, key) ?? cursor.node };
}

/** A field that the schema requires. */
export function requiredField<T extends object, K extends keyof T>(cursor: Cursor<T>, key: K): Cursor<T[K]> {
  return { value: cursor.value[key], node: childOf(cursor.node, key) ?? cursor.node };
}

export function items<T>(cursor: Cursor<readonly T[]> | undefined): readonly Cursor<T>[] {
  if (cursor === undefined) return [];
  return cursor.value.map((value, index) => ({ value, node: childOf(cursor.node, index) ?? cursor.node }));
}

/** A value that may be written alone or as a list. */
export function oneOrMore(cursor: Cursor<string | readonly string[]> | undefined): readonly Cursor<string>[] {
  if (cursor === undefined) return [];
  const { value, node } = cursor;
  return typeof value === 'string' ? [{ value, node }] : items({ value, node });
}

export function located<T>(cursor: Cursor<T>): Located<T> {
  return { value: cursor.value, span: cursor.node.span };
}

/** `{ key: value }`, or `{}` where there is no value: optional properties are absent rather than undefined. */
export function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

/** The field with its place as a property of the definition, where it is given. */
export function givenField<T extends object, K extends keyof T, P extends string>(
  cursor: Cursor<T>,
  key: K,
  property: P,
): { readonly [Q in P]?: Located<Given<T[K]>> } {
  const found = field(cursor, key);
  return given(property, found === undefined ? undefined : located(found));
}

/** Where the field's key stands, for a fault of the field as a whole. */
export function keySpan(node: YamlNode, key: string): SourceSpan {
  return (node.kind === 'map' ? node.entries.get(key)?.keySpan : undefined) ?? node.span;
}
