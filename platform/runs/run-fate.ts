import { assertNever } from '../../statemachines/diagnostics/invariant.ts';
import { holds, nodesIn } from '../../statemachines/graph/evaluate-depends.ts';
import { argoCulprit, ran } from './argo-phase.ts';
import { resultOfNode } from './gather-fates.ts';
import { explainMachineError } from './explain-machine-error.ts';
import type { MachineEnding } from './machine-ending.ts';
import type { Run, RunNode, RunOutcome } from './run.ts';

export interface RunCircumstances extends Pick<Run, 'halt' | 'statusMode' | 'outcome'> {
  readonly ending: MachineEnding;
  readonly stopping: boolean;
  /** Of a nested pipeline: its own node. */
  readonly within?: string;
}

/**
 * A run's fate from its nodes'. By the outcome: it has succeeded where the machine reached its end and every node that failed
 * was handled behind, or is to be ignored; what was skipped or left out counts for nothing. Else what went wrong first.
 */
export function runFate(all: readonly RunNode[], circumstances: RunCircumstances): RunOutcome {
  const { ending, stopping, halt, outcome, within } = circumstances;
  // What is in a nested pipeline has made that one what it is.
  const nodes = all.filter((node) => node.within === within);
  const reachedEnd = ending.kind === 'reached-end';
  // What the rest came to before `finally` stands; a failure in `finally` makes a good run a bad one.
  if (reachedEnd && outcome !== undefined && outcome.status !== 'succeeded') return outcome;
  // Somebody's will, whatever the machine made of it.
  if (halt !== undefined) return halt;
  const culprit = reachedEnd ? blamedNode(nodes, circumstances) : worstNode(nodes);
  // A stop that came too late changes nothing: everything had been done.
  if (reachedEnd && culprit === undefined && (!stopping || outcome !== undefined || nodes.every(isWell)))
    return { status: 'succeeded' };
  if (stopping) return { status: 'stopped', reason: 'the run was stopped' };
  if (ending.kind === 'aborted') {
    return { status: 'stopped', reason: 'the state machine was stopped from outside of Slipway' };
  }
  if (ending.kind === 'timed-out') return { status: 'failed', reason: "the run's deadline passed" };
  if (culprit !== undefined) return { status: 'failed', reason: blame(culprit) };
  switch (ending.kind) {
    case 'failed':
      return {
        status: 'failed',
        reason: `the state machine failed: ${explainMachineError(ending.error, ending.cause)}`,
      };
    case 'never-started':
      return { status: 'failed', reason: 'the run was never started: its start broke off; start it again' };
    case 'reached-end':
      return { status: 'succeeded' };
    default:
      return assertNever(ending);
  }
}

function isWell({ fate }: RunNode): boolean {
  return fate === 'succeeded' || fate === 'skipped' || fate === 'omitted';
}

/** The node for whose sake a run that came to its end has failed. */
function blamedNode(nodes: readonly RunNode[], { statusMode, outcome }: RunCircumstances): RunNode | undefined {
  const last = worstNode(nodes.filter((node) => node.finally === true));
  if (outcome !== undefined) return last;
  const body = nodes.filter((node) => node.finally !== true);
  if (statusMode === 'argo') return argoCulprit(body) ?? last;
  const results = new Map(body.map((node) => [node.node, resultOfNode(node)]));
  // A node that ran because, or although, another one failed has dealt with that failure.
  const handled = new Set(
    body.flatMap(({ condition, ...node }) => {
      const deals = condition !== undefined && ran(node) && holds(condition, (name) => results.get(name)) === true;
      return deals ? nodesIn(condition) : [];
    }),
  );
  // A node without any record in a machine that reached its end is the platform's own fault.
  return (
    worstNode(body.filter((node) => node.continues !== true && !handled.has(node.node))) ??
    body.find((node) => node.fate === 'stopped') ??
    last
  );
}

function worstNode(nodes: readonly RunNode[]): RunNode | undefined {
  return nodes.find((node) => node.fate === 'failed') ?? nodes.find((node) => node.fate === 'errored');
}

const blames: Readonly<Record<string, string>> = {
  errored: 'ended in an error',
  omitted: 'was left out behind a failure',
  skipped: 'was skipped behind a failure',
  stopped: 'was not finished',
};

function blame({ node, fate, reason }: RunNode): string {
  const how = blames[fate ?? ''] ?? 'failed';
  return `"${node}" ${how}${reason === undefined ? '' : `: ${reason}`}`;
}
