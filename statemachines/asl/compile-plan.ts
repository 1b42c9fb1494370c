import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector, diagnosed } from '../diagnostics/diagnostic-collector.ts';
import { invariant } from '../diagnostics/invariant.ts';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { CompiledPipeline } from './compiled-pipeline.ts';
import { emitBlock } from './emit-block.ts';
import { blockFates } from './fate-keys.ts';
import { emitWithFinally } from './finally.ts';
import { emitFinish } from './finish.ts';
import { checkLimits } from './limits.ts';
import { permissionsOf } from './permissions.ts';
import { createPlaceholders } from './placeholders.ts';
import type { MachineContext, Scope } from './scope.ts';
import { createStateNames } from './state-names.ts';
import { bytesOfFates, type StateSizes } from './state-sizes.ts';
import type { StateMachine } from './states.ts';
import { structureHash } from './structure-hash.ts';

/** A plan as the state machine that runs it: the same plan gives the same bytes. */
export function compilePlan(plan: ExecutionPlan): Diagnosed<CompiledPipeline> {
  const collector = createDiagnosticCollector();
  const sizes: StateSizes = { fates: 0, answers: [] };
  const machine = machineContext(plan, sizes);
  const ruled = plan.nodes.some((node) => node.rules !== undefined);
  const finish = emitFinish(machine, ruled || plan.finally !== undefined);
  const scope: Scope = {
    machine,
    nest: [],
    recorded: false,
    tolerant: false,
    ...(ruled
      ? { fates: { known: new Set(), needed: () => false, answerKeys: [], answer: 'object', inSweep: false } }
      : {}),
  };
  const body =
    plan.finally === undefined
      ? emitBlock(plan.structure, scope, { kind: 'next', state: finish.start })
      : emitWithFinally(
          emitBlock(plan.structure, scope, { kind: 'end' }),
          plan.finally,
          scope,
          finish.start,
          emitBlock,
        );
  const definition: StateMachine = {
    Comment: `Slipway: ${plan.pipeline}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: plan.timeoutSeconds,
    StartAt: body.start,
    States: Object.fromEntries([...body.states, ...finish.states]),
  };
  const asl = aslText(definition);
  checkLimits(plan, asl, sizes, collector);
  // What is refused may be of any size: nothing more is made of it.
  if (collector.hasErrors()) return { value: undefined, diagnostics: collector.diagnostics() };
  const functions = machine.placeholders.used();
  return diagnosed(
    {
      pipeline: plan.pipeline,
      definitionHash: plan.definitionHash,
      structureHash: structureHash([asl]),
      plan,
      machines: [{ name: 'main', asl, functions, permissions: permissionsOf(definition) }],
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

function machineContext(plan: ExecutionPlan, sizes: StateSizes): MachineContext {
  const names = createStateNames();
  const states = new Map(plan.nodes.map((node) => [node.node, names.claim(node.node)]));
  const nodes = new Map(plan.nodes.map((node) => [node.node, node]));
  const axes = new Map(plan.axes.map((axis) => [axis.id, axis]));
  const nodeOf = (name: string) => found(nodes.get(name), `the node "${name}" is planned`);
  let variables = 0;
  return {
    plan,
    names,
    placeholders: createPlaceholders(),
    node: nodeOf,
    axis: (id) => found(axes.get(id), `the axis "${id}" is planned`),
    nodeState: (name) => found(states.get(name), `the node "${name}" has a state`),
    claimVariable: (wish) => `${wish}${(variables += 1)}`,
    blocks: blockFates(plan.nodes, nodeOf),
    noteFates: (keys) => {
      sizes.fates = Math.max(sizes.fates, bytesOfFates(keys));
    },
    noteAnswers: (axis, keys) => {
      sizes.answers.push({ axis, keys: keys.length });
    },
  };
}

function found<T>(value: T | undefined, promise: string): T {
  invariant(value !== undefined, promise);
  return value;
}
