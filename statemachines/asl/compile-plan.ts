import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import { createDiagnosticCollector, diagnosed } from '../diagnostics/diagnostic-collector.ts';
import { invariant } from '../diagnostics/invariant.ts';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import type { CompiledMachine, CompiledPipeline } from './compiled-pipeline.ts';
import { emitBlock } from './emit-block.ts';
import { emitWithFinally } from './finally.ts';
import { emitFinish } from './finish.ts';
import { checkLimits, type ServiceLimits, serviceLimits, withinLimits } from './limits.ts';
import { machineContext, type WrittenChild } from './machine-context.ts';
import { permissionsOf } from './permissions.ts';
import { machinePlaceholder, type Placeholders } from './placeholders.ts';
import type { Emitted, Scope } from './scope.ts';
import { splitPlan } from './split-plan.ts';
import type { StateSizes } from './state-sizes.ts';
import type { StateMachine } from './states.ts';
import { machineSeconds } from './time-limit.ts';
import { structureHash } from './structure-hash.ts';

/** Sizes are estimated where a plan is split: where a machine is still too large, the next share of the limit is tried. */
const SHARES = [0.9, 0.7, 0.5, 0.3];

/**
 * A plan as the state machine that runs it: the same plan gives the same bytes. One that is too large for a machine, or for
 * a history, becomes several, of which the first one starts the rest.
 */
export function compilePlan(plan: ExecutionPlan, limits: ServiceLimits = serviceLimits): Diagnosed<CompiledPipeline> {
  const collector = createDiagnosticCollector();
  const { written, planned } = writeWithin(plan, limits);
  const asl = written.machines.map((machine) => machine.asl);
  checkLimits(planned, asl, written.sizes, limits, collector);
  // What is refused may be of any size: nothing more is made of it.
  if (collector.hasErrors()) return { value: undefined, diagnostics: collector.diagnostics() };
  return diagnosed(
    {
      pipeline: plan.pipeline,
      definitionHash: plan.definitionHash,
      structureHash: structureHash(asl),
      plan: planned,
      machines: written.machines.map(({ definition, ...machine }) => ({
        ...machine,
        permissions: permissionsOf(
          definition,
          written.machines
            .filter(({ name }) => name !== machine.name)
            .map(({ name }) => `\${${machinePlaceholder(name)}}`),
        ),
      })),
    },
    collector,
  );
}

interface WrittenMachine extends Omit<CompiledMachine, 'permissions'> {
  readonly definition: StateMachine;
}

interface WrittenMachines {
  readonly machines: readonly WrittenMachine[];
  readonly sizes: StateSizes;
}

function writeWithin(
  plan: ExecutionPlan,
  limits: ServiceLimits,
): { readonly written: WrittenMachines; readonly planned: ExecutionPlan } {
  let tried = isFarTooLarge(plan, limits) ? undefined : { written: write(plan), planned: plan };
  const keeps = () =>
    tried !== undefined &&
    withinLimits(
      tried.planned,
      tried.written.machines.map(({ asl }) => asl),
      limits,
    );
  for (const share of SHARES) {
    if (keeps()) break;
    const planned = splitPlan(plan, { ...limits, definitionBytes: limits.definitionBytes * share });
    tried = { written: write(planned), planned };
  }
  return tried ?? { written: write(plan), planned: plan };
}

/** Less than any state of a node, and any wait of a rendezvous, takes. */
const LEAST_NODE_BYTES = 600;
const LEAST_WAIT_BYTES = 1000;

/** Whether writing one machine of it can be spared. */
function isFarTooLarge({ nodes, rendezvous }: ExecutionPlan, { definitionBytes }: ServiceLimits): boolean {
  return nodes.length * LEAST_NODE_BYTES + rendezvous.length * LEAST_WAIT_BYTES > definitionBytes;
}

function write(plan: ExecutionPlan): WrittenMachines {
  const sizes: StateSizes = { fates: 0, answers: [] };
  const children: WrittenChild[] = [];
  const machine = machineContext(plan, emitBlock, sizes, children);
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
  const main = { start: body.start, states: [...body.states, ...finish.states] };
  const machines = [
    compiled(plan, 'main', main, machine.placeholders),
    ...children.map(({ name, emitted, context }) => compiled(plan, name, emitted, context.placeholders)),
  ];
  // Two of one name would start each other's work in silence.
  invariant(isUnique(machines.map(({ name }) => name)), `the machines of "${plan.pipeline}" have names of their own`);
  invariant(
    isUnique(machines.map(({ name }) => machinePlaceholder(name))),
    `the machines of "${plan.pipeline}" have placeholders of their own`,
  );
  return { sizes, machines };
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function compiled(
  plan: ExecutionPlan,
  name: string,
  { start, states }: Emitted,
  placeholders: Placeholders,
): WrittenMachine {
  const definition: StateMachine = {
    Comment: `Slipway: ${plan.pipeline}${name === 'main' ? '' : `, ${name}`}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: machineSeconds(plan),
    StartAt: start,
    States: Object.fromEntries(states),
  };
  const asl = aslText(definition);
  return { name, asl, definition, functions: placeholders.used() };
}

/** White space counts against the service's limit: only machines that are far from it are laid out for readers. */
const MOST_READABLE_BYTES = 100_000;

function aslText(definition: StateMachine): string {
  const compact = JSON.stringify(definition);
  if (compact.length > MOST_READABLE_BYTES) return compact;
  const readable = JSON.stringify(definition, undefined, 2);
  return readable.length <= MOST_READABLE_BYTES ? readable : compact;
}
