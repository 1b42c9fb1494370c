import { gunzipSync, gzipSync } from 'node:zlib';
import type { Run, RunNode } from '../runs/run.ts';

export interface RunItemKey {
  readonly pk: string;
  readonly sk: 'RUN';
}

/**
 * A run as it lies in the table. What users shape is JSON text; the nodes are compressed, so that a pipeline of thousands
 * of nodes fits into an item of 400 KB.
 */
export interface RunItem extends RunItemKey, Omit<Run, 'parameters' | 'inputs' | 'nodes'> {
  readonly gsi1pk: string;
  readonly gsi1sk: string;
  readonly parameters: string;
  readonly inputs: string;
  readonly nodes: Uint8Array;
}

export function runItemKey({ project, runId }: { readonly project: string; readonly runId: string }): RunItemKey {
  return { pk: `P#${project}#RUN#${runId}`, sk: 'RUN' };
}

export function runsIndexKey(project: string): string {
  return `P#${project}#RUNS`;
}

export function itemFromRun(run: Run): RunItem {
  return {
    ...run,
    ...runItemKey(run),
    gsi1pk: runsIndexKey(run.project),
    gsi1sk: run.runId,
    parameters: JSON.stringify(run.parameters),
    inputs: JSON.stringify(run.inputs),
    nodes: packNodes(run.nodes),
  };
}

export function runFromItem(item: RunItem): Run {
  const { targets, rerunOf, redrive, stateMachineExecutionArn, finishedAt, reason, statusMode, reuse, halt, outcome } =
    item;
  return {
    project: item.project,
    runId: item.runId,
    pipeline: item.pipeline,
    definitionHash: item.definitionHash,
    structureHash: item.structureHash,
    status: item.status,
    generation: item.generation,
    parameters: JSON.parse(item.parameters) as Run['parameters'],
    inputs: JSON.parse(item.inputs) as Run['inputs'],
    nodes: unpackNodes(item.nodes),
    ...(targets === undefined ? {} : { targets }),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    ...(redrive === undefined ? {} : { redrive }),
    ...(stateMachineExecutionArn === undefined ? {} : { stateMachineExecutionArn }),
    createdAt: item.createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(statusMode === undefined ? {} : { statusMode }),
    ...(reuse === undefined ? {} : { reuse }),
    ...(halt === undefined ? {} : { halt }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

export function packNodes(nodes: readonly RunNode[]): Uint8Array {
  return gzipSync(JSON.stringify(nodes));
}

function unpackNodes(packed: Uint8Array): readonly RunNode[] {
  return JSON.parse(gunzipSync(packed).toString('utf8')) as readonly RunNode[];
}
