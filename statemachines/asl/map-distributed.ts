import { batchedNode } from '../plan/batched-node.ts';
import type { NodePlan, PlannedAxis } from '../plan/execution-plan.ts';
import { emitBatch } from './batch.ts';
import { ownNode } from './fate-keys.ts';
import { itemIndex, iterationInput } from './iteration-input.ts';
import { jsonata, jsonataText, runFields } from './jsonata.ts';
import type { EmitBlock, MapBlock, Scope } from './scope.ts';
import type { MapState, Template } from './states.ts';
import { inNodeOrder } from './trial-indices.ts';
import { emitIteration } from './trial.ts';

export type DistributedFields = Pick<
  MapState,
  'ItemReader' | 'ItemBatcher' | 'ItemSelector' | 'MaxConcurrency' | 'ItemProcessor'
>;

/**
 * Trials as executions of their own, their indices read from S3, so that neither history nor input grows with them.
 * Children see nothing of the machine but what `ItemSelector` hands over.
 */
export function distributedMap(
  block: MapBlock,
  axis: PlannedAxis,
  outer: Scope,
  inner: Scope,
  emit: EmitBlock,
): DistributedFields {
  const found = axis.batchSize > 1 ? batchedNode(block.body, axis, inner.machine.node) : undefined;
  const batched = typeof found === 'object' ? found : undefined;
  const body = batched === undefined ? emitIteration(block, axis, inner, emit) : emitBatch(batched, inner);
  return {
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: {
        Bucket: jsonata('$states.input.items.bucket'),
        Key: jsonata(`$states.input.items.prefix & ${itemsFile(block, axis, outer)}`),
      },
    },
    ItemSelector:
      batched === undefined ? iterationInput(outer, itemIndex(axis)) : wholeTrial(batched, axis, outer, inner),
    ...(batched === undefined
      ? {}
      : { ItemBatcher: { MaxItemsPerBatch: axis.batchSize, BatchInput: batchInput(outer) } }),
    MaxConcurrency: axis.concurrency,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: body.start,
      States: Object.fromEntries(body.states),
    },
  };
}

/** Each sweep whose trials are found at run time has a file of its own, by the trial of the sweeps around it. */
function itemsFile(block: MapBlock, axis: PlannedAxis, { nest, machine }: Scope): string {
  if (axis.lists === undefined || nest.length === 0) return jsonataText(`${axis.id}.json`);
  const trial = inNodeOrder(machine.node(ownNode(block)), nest, '$states.input.trial');
  return `${jsonataText(`${axis.id}.`)} & $join(${trial}.$string(), ".") & ".json"`;
}

/** In a child, its step's attempts go on from those of the machine that started it. */
function batchInput({ machine }: Scope): Template {
  return {
    ...runFields(),
    ...(machine.isChild ? { redrives: jsonata('$states.input.redrives') } : {}),
    ...(machine.plan.finally === undefined ? {} : { deadline: jsonata('$states.input.deadline') }),
  };
}

/** A batch's items are the trials themselves, in the node's order: its function gets them as they are. */
function wholeTrial(node: NodePlan, axis: PlannedAxis, outer: Scope, inner: Scope): string {
  const index = itemIndex(axis);
  if (outer.nest.length === 0) return jsonata(`[${index}]`);
  const trial = `[$states.input.trial, ${index}]`;
  const ordered = inNodeOrder(node, inner.nest, '$trial');
  return ordered === '$trial' ? jsonata(trial) : jsonata(`($trial := ${trial}; ${ordered})`);
}
