import type { PipelineDefinition } from './pipeline-definition.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Words about the file rather than about what runs: they may change and the pipeline stays the same. */
const NOT_CONTENT: ReadonlySet<string> = new Set(['span', 'file', 'description', 'category', 'icon', 'widget']);

/**
 * The definition as plain JSON without places and prose, keys sorted, defaults explicit: two files that mean the same
 * have the same. Definitions are sorted by name, as their order in the file means nothing; the order of parameters,
 * nodes, edges and axes does mean something, and stays.
 */
export function normaliseDefinition(definition: PipelineDefinition): Json {
  return {
    deployments: byName(definition.deployments),
    endpoints: byName(definition.endpoints),
    format: definition.format,
    pipelines: byName(definition.pipelines),
    steps: byName(definition.steps),
    tasks: byName(definition.tasks),
  };
}

function byName(definitions: readonly { readonly name: { readonly value: string } }[]): Json {
  return [...definitions]
    .sort((a, b) => (a.name.value < b.name.value ? -1 : Number(a.name.value > b.name.value)))
    .map((definition) => plain(definition));
}

/** Mappings whose keys are the author's own words. */
const FREE_FORM: ReadonlySet<string> = new Set(['configuration', 'defaults', 'devices', 'options', 'settings']);

function plain(value: unknown, isFreeForm = false): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, isFreeForm));
  if (typeof value !== 'object') return null;
  if (!isFreeForm && isLocated(value)) return plain(value.value, true);
  const parts: (readonly [string, Json])[] = [];
  for (const key of Object.keys(value).sort()) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (part === undefined || (!isFreeForm && NOT_CONTENT.has(key))) continue;
    parts.push([key, plain(part, isFreeForm || FREE_FORM.has(key) || isValuesByName(key, part))]);
  }
  return Object.fromEntries(parts);
}

/** A schedule's `parameters` are values by name; a step's are definitions in a list. */
function isValuesByName(key: string, part: unknown): boolean {
  return key === 'parameters' && !Array.isArray(part);
}

function isLocated(value: object): value is { readonly value: unknown } {
  return 'value' in value && 'span' in value && Object.keys(value).length === 2;
}
