import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector, diagnosed } from '../diagnostics/diagnostic-collector.ts';
import { invariant } from '../diagnostics/invariant.ts';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { emitBlock } from './emit-block.ts';
import { emitFinish } from './finish.ts';
import { checkLimits } from './limits.ts';
import { permissionsOf } from './permissions.ts';
import { createPlaceholders } from './placeholders.ts';
import type { MachineContext } from './scope.ts';
import { createStateNames } from './state-names.ts';
import type { StateMachine } from './states.ts';
import { structureHash } from './structure-hash.ts';

/** A plan as the state machine that runs it: the same plan gives the same bytes. */
export function compilePlan(plan: ExecutionPlan): Diagnosed<CompiledPipeline> {
  const collector = createDiagnosticCollector();
  const machine = machineContext(plan);
  const finish = emitFinish(machine);
  const scope = { machine, nest: [], recorded: false, tolerant: false };
  const body = emitBlock(plan.structure, scope, { kind: 'next', state: finish.start });
  const definition: StateMachine = {
    Comment: `Slipway: ${plan.pipeline}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: plan.timeoutSeconds,
    StartAt: body.start,
    States: Object.fromEntries([...body.states, ...finish.states]),
  };
  const asl = aslText(definition);
  checkLimits(plan, asl, collector);
  const functions = machine.placeholders.used();
  return diagnosed(
    {
      pipeline: plan.pipeline,
      definitionHash: plan.definitionHash,
      structureHash: structureHash([asl]),
      plan,
      machines: [{ name: 'main', asl, functions, permissions: permissionsOf(asl) }],
    },
    collector,
  );
}

/** White space counts against the service's limit: only machines that are far from it are laid out for readers. */
const MOST_READABLE_BYTES = 100_000;

function aslText(definition: StateMachine): string {
  const compact = JSON.stringify(definition);
  if (compact.length > MOST_READABLE_BYTES) return compact;
  const readable = JSON.stringify(definition, undefined, 2);
  return readable.length <= MOST_READABLE_BYTES ? readable : compact;
}

function machineContext(plan: ExecutionPlan): MachineContext {
  const names = createStateNames();
  const states = new Map(plan.nodes.map((node) => [node.node, names.claim(node.node)]));
  const nodes = new Map(plan.nodes.map((node) => [node.node, node]));
  const axes = new Map(plan.axes.map((axis) => [axis.id, axis]));
  let variables = 0;
  return {
    plan,
    names,
    placeholders: createPlaceholders(),
    node: (name) => found(nodes.get(name), `the node "${name}" is planned`),
    axis: (id) => found(axes.get(id), `the axis "${id}" is planned`),
    nodeState: (name) => found(states.get(name), `the node "${name}" has a state`),
    claimVariable: () => `failed${(variables += 1)}`,
  };
}

function found<T>(value: T | undefined, promise: string): T {
  invariant(value !== undefined, promise);
  return value;
}
