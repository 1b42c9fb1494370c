import type { ExprNode } from 'jsonata';
import { isJsonObject, type Json } from '../json/json.ts';

/** What an expression refers to outside itself. */
export interface References {
  /** Variables that it reads and does not bind itself, without those whose presence it only asks for. */
  readonly variables: ReadonlySet<string>;
  /** Names that stand where there is nothing to look them up in. */
  readonly topLevelNames: readonly string[];
  /** The fields of `$states` that it reads. */
  readonly statesFields: ReadonlySet<string>;
  readonly usesRoot: boolean;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node['type'] === 'variable' && typeof node['value'] === 'string' ? node['value'] : undefined;

const everyNode = (value: unknown, visit: (node: Node) => boolean): void => {
  if (Array.isArray(value)) for (const item of value) everyNode(item, visit);
  if (!isNode(value) || value instanceof RegExp || !visit(value)) return;
  for (const part of Object.values(value)) everyNode(part, visit);
};

const boundNames = (ast: unknown): ReadonlySet<string> => {
  const bound = new Set<string>();
  const add = (name: unknown): void => {
    if (typeof name === 'string') bound.add(name);
  };
  everyNode(ast, (node) => {
    if (node['type'] === 'bind') add(nameOf(node['lhs']));
    if (node['type'] === 'lambda') for (const argument of listOf(node['arguments'])) add(nameOf(argument));
    if (node['type'] !== 'variable') add(node['focus']);
    const { index } = node;
    if (isNode(index)) add(index['value']);
    else add(index);
    return true;
  });
  return bound;
};

const isExistsCall = (node: Node): boolean => node['type'] === 'function' && nameOf(node['procedure']) === 'exists';

const variablesOf = (ast: unknown): ReadonlySet<string> => {
  const bound = boundNames(ast);
  const read = new Set<string>();
  everyNode(ast, (node) => {
    if (isExistsCall(node)) return false;
    const name = nameOf(node);
    if (name !== undefined && name !== '' && name !== '$' && !bound.has(name)) read.add(name);
    return true;
  });
  return read;
};

/** Parts that are evaluated where nothing is the context: steps after the first, and predicates, are not. */
const topLevelNames = (node: unknown, found: string[]): void => {
  if (Array.isArray(node)) for (const item of node) topLevelNames(item, found);
  if (!isNode(node)) return;
  if (node['type'] === 'path') {
    const [first] = listOf(node['steps']);
    if (isNode(first) && first['type'] === 'name') found.push(String(first['value']));
    else topLevelNames(first, found);
    return;
  }
  if (node['type'] === 'name') found.push(String(node['value']));
  const parts = [
    'arguments',
    'expressions',
    'lhs',
    'rhs',
    'condition',
    'then',
    'else',
    'body',
    'expression',
    'procedure',
  ];
  for (const part of parts) topLevelNames(node[part], found);
};

const statesFieldsOf = (ast: unknown): ReadonlySet<string> => {
  const fields = new Set<string>();
  everyNode(ast, (node) => {
    const [first, second] = listOf(node['steps']);
    if (node['type'] === 'path' && nameOf(first) === 'states' && isNode(second) && second['type'] === 'name') {
      fields.add(String(second['value']));
    }
    return true;
  });
  return fields;
};

export const referencesOf = (ast: ExprNode): References => {
  const names: string[] = [];
  topLevelNames(ast, names);
  let usesRoot = false;
  everyNode(ast, (node) => {
    usesRoot ||= nameOf(node) === '$';
    return true;
  });
  return { variables: variablesOf(ast), topLevelNames: names, statesFields: statesFieldsOf(ast), usesRoot };
};

/** Every string at any depth of a field, with the path to it. */
export const stringsIn = (
  value: Json | undefined,
  place: readonly (string | number)[],
  visit: (text: string, place: readonly (string | number)[]) => void,
): void => {
  if (typeof value === 'string') visit(value, place);
  else if (Array.isArray(value)) value.forEach((item: Json, index) => stringsIn(item, [...place, index], visit));
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) stringsIn(item, [...place, key], visit);
  }
};
