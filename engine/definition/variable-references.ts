import type { Flow, State } from '../asl/index.ts';
import { isExpression } from '../expression/compile-expression.ts';

const NAME = /\$([A-Za-z_]\w*)/g;
const LITERALS = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g;
const FLOWS: ReadonlySet<string> = new Set(['Branches', 'ItemProcessor', 'Iterator']);

const innerFlows = (state: State): readonly Flow[] => {
  if (state.Type === 'Parallel') return state.Branches;
  if (state.Type !== 'Map') return [];
  const body = state.ItemProcessor ?? state.Iterator;
  return body === undefined ? [] : [body];
};

/** The texts in which a state's own fields may read variables: expressions, and paths in the fields that take them. */
function* readingTexts(value: unknown, field: string): Generator<string> {
  if (typeof value === 'string') {
    if (isExpression(value) || field.endsWith('.$') || field.endsWith('Path') || field === 'Variable') yield value;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* readingTexts(item, field);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value as Readonly<Record<string, unknown>>))
      if (!FLOWS.has(name)) yield* readingTexts(item, name);
  }
}

const assignedNames = (value: unknown, names: Set<string>): Set<string> => {
  if (Array.isArray(value)) for (const item of value) assignedNames(item, names);
  else if (typeof value === 'object' && value !== null) {
    for (const [field, item] of Object.entries(value as Readonly<Record<string, unknown>>)) {
      if (field === 'Assign' && typeof item === 'object' && item !== null) {
        for (const name of Object.keys(item)) names.add(name.replace(/\.\$$/, ''));
      } else assignedNames(item, names);
    }
  }
  return names;
};

const collect = (flow: Flow, assigned: ReadonlySet<string>, references: Record<string, string[]>): void => {
  for (const [name, state] of Object.entries(flow.States)) {
    const found = new Set<string>();
    for (const text of readingTexts(state, '')) {
      for (const [, variable = ''] of text.replaceAll(LITERALS, '').matchAll(NAME)) {
        if (assigned.has(variable)) found.add(variable);
      }
    }
    if (found.size > 0) references[name] = [...found].sort();
    for (const inner of innerFlows(state)) collect(inner, assigned, references);
  }
};

/** Which variables each state reads, as the describing operations tell; nothing where none does. */
export const variableReferences = (definition: Flow): { readonly variableReferences?: Record<string, string[]> } => {
  const assigned = assignedNames(definition, new Set());
  const references: Record<string, string[]> = {};
  if (assigned.size > 0) collect(definition, assigned, references);
  return Object.keys(references).length === 0 ? {} : { variableReferences: references };
};
