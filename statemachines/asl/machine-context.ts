import { invariant } from '../diagnostics/invariant.ts';
import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import { wholeStructure } from '../plan/whole-structure.ts';
import type { FunctionPlaceholder } from './compiled-pipeline.ts';
import { blockFates } from './fate-keys.ts';
import { createPlaceholders } from './placeholders.ts';
import type { EmitBlock, Emitted, MachineContext } from './scope.ts';
import { createStateNames } from './state-names.ts';
import { bytesOfFates, type StateSizes } from './state-sizes.ts';

/** A machine of the pipeline beside the main one, as it was written. */
export interface WrittenChild {
  readonly name: string;
  readonly context: MachineContext;
  readonly emitted: Emitted;
}

/** @param children to which the machines are added that this one starts, each behind those that it starts itself */
export function machineContext(
  plan: ExecutionPlan,
  emit: EmitBlock,
  sizes: StateSizes,
  children: WrittenChild[],
): MachineContext {
  const bodies = new Map<string, PlanBlock>();
  collectNested(wholeStructure(plan), bodies);
  const nodes = new Map(plan.nodes.map((node) => [node.node, node]));
  const axes = new Map(plan.axes.map((axis) => [axis.id, axis]));
  const node = (name: string) => found(nodes.get(name), `the node "${name}" is planned`);
  const blocks = blockFates(plan.nodes, node);
  // Claimed first, so that no other state of any machine takes one away.
  const nodeNames = createStateNames();
  const states = new Map(plan.nodes.map((each) => [each.node, nodeNames.claim(each.node)]));
  const placeholders = new Map<string, FunctionPlaceholder>();
  const contextOf = (isChild: boolean): MachineContext => {
    const names = nodeNames.fork();
    let variables = 0;
    return {
      plan,
      isChild,
      names,
      placeholders: createPlaceholders(placeholders),
      node,
      axis: (id) => found(axes.get(id), `the axis "${id}" is planned`),
      nodeState: (name) => found(states.get(name), `the node "${name}" has a state`),
      claimVariable: (wish) => `${wish}${(variables += 1)}`,
      blocks,
      noteFates: (keys) => {
        sizes.fates = Math.max(sizes.fates, bytesOfFates(keys));
      },
      noteAnswers: (axis, keys) => {
        sizes.answers.push({ axis, keys: keys.length });
      },
      emit,
      nested: (name) => found(bodies.get(name), `the pipeline of the node "${name}" is nested in the plan`),
      child(name) {
        const context = contextOf(true);
        return { context, write: (emitted) => void children.push({ name, context, emitted }) };
      },
    };
  };
  return contextOf(false);
}

function collectNested(block: PlanBlock, bodies: Map<string, PlanBlock>): void {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      for (const each of block.blocks) collectNested(each, bodies);
      return;
    case 'child':
      if (block.node !== undefined) bodies.set(block.node, block.body);
      collectNested(block.body, bodies);
      return;
    case 'map':
      collectNested(block.body, bodies);
      return;
    default:
  }
}

function found<T>(value: T | undefined, promise: string): T {
  invariant(value !== undefined, promise);
  return value;
}
