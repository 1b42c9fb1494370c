import type { ExecutionPlan, PlanBlock } from '../plan/execution-plan.ts';
import { mostPoints } from '../plan/axis-size.ts';
import { blockEvents, EXECUTION_EVENTS } from '../plan/structure/history-events.ts';
import { type Load, splitExecutions, type SplitSources } from '../plan/structure/split-executions.ts';
import { emitBlock } from './emit-block.ts';
import { eventSources, type ServiceLimits } from './limits.ts';
import { machineContext } from './machine-context.ts';
import type { Scope } from './scope.ts';

/** Of JSON around a Parallel, a Map and the start of a child, measured and rounded up. */
const GROUP_BYTES = 900;
const MAP_BYTES = 1500;
const CHILD_BYTES = 2200;
/** Around a node that is asked about and caught. */
const RULED_BYTES = 2500;
/** Of a machine before there is anything in it, its last states among it. */
const MACHINE_BYTES = 4000;
/** What stands around the pipeline's body where there are nodes of `finally`. */
const FINALLY_EVENTS = 25;

/** A plan whose parts are executions of their own, so that each keeps to `limits`; as it is where nothing helps. */
export function splitPlan(plan: ExecutionPlan, limits: ServiceLimits): ExecutionPlan {
  const load = loadOf(plan);
  const capacity = {
    events: limits.historyEvents - EXECUTION_EVENTS - (plan.finally === undefined ? 0 : FINALLY_EVENTS),
    bytes: limits.definitionBytes - MACHINE_BYTES,
  };
  const axes = new Map(plan.axes.map((axis) => [axis.id, axis]));
  const sources: SplitSources = {
    load,
    capacity,
    iterations: ({ axis }) => {
      const found = axes.get(axis);
      return found?.origin === 'pipeline' ? mostPoints(found) : undefined;
    },
  };
  if (plan.finally === undefined) return { ...plan, structure: splitExecutions(plan.structure, capacity, sources) };
  const half = { events: capacity.events / 2, bytes: capacity.bytes / 2 };
  // Both stand in the main machine: what the one does not need, the other may have.
  const ending = load(plan.finally);
  const rest = {
    events: Math.max(half.events, capacity.events - ending.events),
    bytes: Math.max(half.bytes, capacity.bytes - ending.bytes),
  };
  const structure = splitExecutions(plan.structure, rest, sources);
  const used = load(structure);
  const left = { events: capacity.events - used.events, bytes: capacity.bytes - used.bytes };
  const last = renamed(splitExecutions(plan.finally, left, sources), 'last');
  return { ...plan, structure, finally: last };
}

function loadOf(plan: ExecutionPlan): (block: PlanBlock) => Load {
  const events = eventSources(plan);
  const scratch = machineContext(plan, emitBlock, { fates: 0, answers: [] }, []);
  const ruled = plan.nodes.some((node) => node.rules !== undefined);
  const scope: Scope = {
    machine: scratch,
    nest: [],
    recorded: false,
    tolerant: false,
    ...(ruled
      ? { fates: { known: new Set(), needed: () => true, answerKeys: [], answer: 'object', inSweep: false } }
      : {}),
  };
  const known = [new Map<PlanBlock, number>(), new Map<PlanBlock, number>()] as const;
  // In a Map failures are caught and recorded, which costs states.
  const bytesOf = (block: PlanBlock, inMap: boolean): number => {
    const measured = known[inMap ? 1 : 0];
    const found = measured.get(block);
    if (found !== undefined) return found;
    const bytes = measure(block, inMap);
    measured.set(block, bytes);
    return bytes;
  };
  const measure = (block: PlanBlock, inMap: boolean): number => {
    switch (block.kind) {
      case 'series':
        return block.blocks.reduce((sum, each) => sum + bytesOf(each, inMap), 0);
      case 'parallel':
        return block.blocks.reduce((sum, each) => sum + bytesOf(each, inMap), GROUP_BYTES);
      case 'child':
        return CHILD_BYTES + (block.node === undefined ? 0 : RULED_BYTES);
      case 'map':
        if (scratch.axis(block.axis).origin === 'pipeline') return MAP_BYTES + bytesOf(block.body, true);
        break;
      default:
    }
    const nest = block.kind === 'signal' || block.kind === 'wait' ? block.over : [];
    const inside = { ...scope, nest, recorded: inMap, tolerant: inMap && !ruled };
    const { states } = emitBlock(block, inside, { kind: 'next', state: 'next' });
    return JSON.stringify(Object.fromEntries(states)).length;
  };
  const loads = new Map<PlanBlock, Load>();
  return (block) => {
    const load = loads.get(block) ?? { events: blockEvents(block, events), bytes: bytesOf(block, false) };
    loads.set(block, load);
    return load;
  };
}

/** The parts of two structures of one pipeline have names of their own. */
function renamed(block: PlanBlock, prefix: string): PlanBlock {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return { ...block, blocks: block.blocks.map((each) => renamed(each, prefix)) };
    case 'map':
      return { ...block, body: renamed(block.body, prefix) };
    case 'child':
      return { ...block, name: `${prefix}-${block.name}`, body: renamed(block.body, prefix) };
    default:
      return block;
  }
}
