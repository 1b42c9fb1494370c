import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { SourceSpan } from '../../statemachines/diagnostics/source-span.ts';
import { inputsOf } from '../../statemachines/graph/sockets.ts';
import type { GraphNode, PipelineGraph } from '../../statemachines/graph/pipeline-graph.ts';

/** One file or URI of an input; a file is on this machine and goes to the API before the run starts. */
export type InputItem =
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'file'; readonly path: string; readonly written: string; readonly size: number };

/** Inputs by `<input>` or `<node>.<input>`, as the API takes them, once the files are uploaded. */
export type InputItems = ReadonlyMap<string, readonly InputItem[]>;

export interface FoundInputs {
  readonly items: InputItems;
  /** Files that are not there. */
  readonly diagnostics: readonly Diagnostic[];
}

interface WantedFile {
  readonly key: string;
  readonly written: string;
  readonly folder: string;
  readonly span: SourceSpan | undefined;
}

/**
 * What the run's inputs are made of: those given with -i, whose paths start at the working folder, and the definition's
 * defaults that are paths, which start at the definition's folder. Defaults that are URIs stay with the definition.
 */
export async function findInputs(
  graph: PipelineGraph,
  given: ReadonlyMap<string, readonly string[]>,
  file: string,
  folder: string,
): Promise<FoundInputs> {
  const definitionFolder = dirname(resolve(folder, file));
  const wanted = [
    ...[...given].flatMap(([key, values]) => values.map((written) => ({ key, written, folder, span: undefined }))),
    ...defaultFiles(graph, given, definitionFolder),
  ];
  const items = new Map<string, InputItem[]>();
  const diagnostics: Diagnostic[] = [];
  for (const { key, written, folder: base, span } of wanted) {
    const path = resolve(base, written);
    const item: InputItem = isUri(written) ? { kind: 'uri', uri: written } : { kind: 'file', path, written, size: 0 };
    const found = item.kind === 'uri' ? item : await findFile(item, key, span);
    if ('code' in found) diagnostics.push(found);
    // A file that is missing keeps its place, so that what else is wrong with the input is found, too.
    items.set(key, [...(items.get(key) ?? []), 'code' in found ? item : found]);
  }
  return { items, diagnostics };
}

/** Where the default is a list that holds a path, all of it is given with the run: an input is replaced as a whole. */
function defaultFiles(
  graph: PipelineGraph,
  given: ReadonlyMap<string, readonly string[]>,
  folder: string,
): readonly WantedFile[] {
  return graph.nodes.flatMap((node) =>
    inputsOf(node).flatMap((input) => {
      const key = `${node.name}.${input.name}`;
      const replaced = given.has(key) || given.has(input.name) || isFilledByEdge(graph, node, input.name);
      if (replaced || !input.default.some((item) => isPath(item.value))) return [];
      return input.default.map((item) => ({ key, written: item.value, folder, span: item.span }));
    }),
  );
}

function isFilledByEdge(graph: PipelineGraph, node: GraphNode, input: string): boolean {
  const appends = (node.kind === 'execution' || node.kind === 'sweep') && node.edgeMergeMode === 'append';
  return !appends && graph.edges.some((edge) => edge.to === node.name && 'input' in edge && edge.input === input);
}

async function findFile(
  item: Extract<InputItem, { kind: 'file' }>,
  key: string,
  span: SourceSpan | undefined,
): Promise<InputItem | Diagnostic> {
  const found = await stat(item.path).catch(() => undefined);
  const readable = await access(item.path, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (found?.isFile() === true && readable) return { ...item, size: found.size };
  let what = 'which is not there';
  if (found !== undefined) what = readable ? 'which is a directory; name each file' : 'which may not be read';
  return {
    code: 'SL6002',
    severity: 'error',
    message: `the input "${key}" needs the file "${item.written}", ${what}`,
    ...(span === undefined ? {} : { span }),
    hint: `put the file there, or give another one with -i ${key}=PATH`,
  };
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(text);
}

/** A placeholder is filled when the node starts, so that such a default can name no file of this machine. */
function isPath(text: string): boolean {
  return !isUri(text) && !text.includes('{parameter:');
}
