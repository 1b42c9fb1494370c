import { assertNever } from '../diagnostics/invariant.ts';
import type { NodePlan } from '../plan/execution-plan.ts';
import type { FunctionPlaceholder, PlatformFunction } from './compiled-pipeline.ts';
import { sha256Hex } from './structure-hash.ts';

/** Functions that a machine calls, each by a name that CDK's definition substitutions take. */
export interface Placeholders {
  /** `${Step_slipway_train_default}`, as it stands in the ASL. */
  step(node: NodePlan): string;
  platform(name: PlatformFunction): string;
  /** Another machine of the same pipeline. */
  machine(name: string): string;
  /** All that were asked for, in order of their names. */
  used(): readonly FunctionPlaceholder[];
}

/** The table's name, where rendezvous meet. */
export const TABLE_PLACEHOLDER = '${Table}';

/** @param known of all machines of the pipeline: what one of them means by a placeholder, the others do too */
export function createPlaceholders(known: Map<string, FunctionPlaceholder>): Placeholders {
  const used = new Map<string, FunctionPlaceholder>();
  const use = (placeholder: FunctionPlaceholder): string => {
    used.set(placeholder.placeholder, placeholder);
    known.set(placeholder.placeholder, placeholder);
    return `\${${placeholder.placeholder}}`;
  };
  return {
    step: (node) => use(stepPlaceholder(node, known)),
    platform: (name) => use({ kind: 'platform', placeholder: `Platform_${legal(name)}`, function: name }),
    machine: (name) => use({ kind: 'machine', placeholder: machinePlaceholder(name), machine: name }),
    used: () => [...used.values()].sort((a, b) => (a.placeholder < b.placeholder ? -1 : 1)),
  };
}

function stepPlaceholder(node: NodePlan, known: ReadonlyMap<string, FunctionPlaceholder>): FunctionPlaceholder {
  const { work } = node;
  switch (work.kind) {
    case 'handler': {
      const { handler } = work;
      const short = `Step_${legal(handler)}`;
      const other = known.get(short);
      // "a/b#c" and "a_b#c" look the same here: the later one gets a hash of what it really is.
      const clash = other !== undefined && (other.kind !== 'handler' || other.handler !== handler);
      return { kind: 'handler', placeholder: clash ? `${short}_${sha256Hex(handler).slice(0, 8)}` : short, handler };
    }
    case 'command':
      return { kind: 'runner', placeholder: 'Runner_command', runs: 'command' };
    case 'none': {
      return node.kind === 'deployment'
        ? { kind: 'runner', placeholder: 'Runner_deployment', runs: 'deployment' }
        : { kind: 'runner', placeholder: 'Runner_command', runs: 'command' };
    }
    default:
      return assertNever(work);
  }
}

export function machinePlaceholder(machine: string): string {
  return `Machine_${legal(machine)}`;
}

function legal(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/gu, '_').replaceAll(/^_|_$/gu, '');
}
