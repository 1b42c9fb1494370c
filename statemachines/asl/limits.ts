import { invariant } from '../diagnostics/invariant.ts';
import type { DiagnosticCollector } from '../diagnostics/diagnostic-collector.ts';
import { mostPoints } from '../plan/axis-size.ts';
import type { ExecutionPlan } from '../plan/execution-plan.ts';
import { MOST_DIGITS } from './fate-expressions.ts';
import { approvalsOf } from '../plan/approvals.ts';
import { wholeStructure } from '../plan/whole-structure.ts';
import { MOST_HISTORY_EVENTS } from '../plan/structure/choose-map-modes.ts';
import type { StateSizes } from './state-sizes.ts';
import type { EventSources } from '../plan/structure/history-events.ts';
import { longestHistory, RULED_NODE_EVENTS } from '../plan/structure/history-events.ts';
import { LONGEST_CAUSE, LONGEST_KEPT_CAUSE } from './limits-of-data.ts';

/** The service takes 1 MB in a request, the definition and all else in it together. */
const MOST_DEFINITION_BYTES = 900_000;
/** State data is identifiers; the service's own limit is eight times this. */
const MOST_INPUT_BYTES = 32 * 1024;
/** Beside the axes and a failure's cause: identifiers, the items' place, the trial, an error's name. */
const OTHER_INPUT_BYTES = 2048;
/** In JSON: a control character is six, `\u0000`. */
const MOST_BYTES_OF_A_CHARACTER = 6;

/** What all iterations of a Map answer together; the service's own limit is 256 KiB. */
const MOST_ANSWER_BYTES = 240_000;
/** A comma, and around answers that are no numbers quotation marks. */
const ANSWER_BYTES = 1;
const TEXT_BYTES = 3;

/** What one execution and one machine may come to, with room for what is not foreseen. */
export interface ServiceLimits {
  readonly historyEvents: number;
  readonly definitionBytes: number;
}

export const serviceLimits: ServiceLimits = {
  historyEvents: MOST_HISTORY_EVENTS,
  definitionBytes: MOST_DEFINITION_BYTES,
};

/** Whether every machine and every history keeps to the limits. */
export function withinLimits(plan: ExecutionPlan, asl: readonly string[], limits: ServiceLimits): boolean {
  return mostDefinitionBytes(asl) <= limits.definitionBytes && mostHistoryEvents(plan) <= limits.historyEvents;
}

function mostDefinitionBytes(asl: readonly string[]): number {
  return asl.reduce((most, each) => Math.max(most, utf8Bytes(each)), 0);
}

/** The service's limits, held before anything is deployed. */
export function checkLimits(
  plan: ExecutionPlan,
  asl: readonly string[],
  sizes: StateSizes,
  limits: ServiceLimits,
  collector: DiagnosticCollector,
): void {
  const bytes = mostDefinitionBytes(asl);
  if (bytes > limits.definitionBytes) {
    collector.error(
      'SL4001',
      `a state machine of "${plan.pipeline}" would have ${bytes} bytes, however the pipeline is split; at most ${limits.definitionBytes} are allowed`,
      undefined,
      {
        hint: 'shorten the conditions of the node that needs most, or the names that they hold',
      },
    );
  }
  const events = mostHistoryEvents(plan);
  if (events > limits.historyEvents) {
    collector.error(
      'SL4002',
      `an execution of "${plan.pipeline}" may write ${events} history events, however the pipeline is split; at most ${limits.historyEvents} are allowed`,
      undefined,
      { hint: 'lower the retries of the node that needs most' },
    );
  }
  invariant(
    mostVariableBytes(limits.historyEvents) <= MOST_VARIABLES_BYTES,
    'the limit of events keeps the variables of an execution small',
  );
  const input = mostInputBytes(plan) + sizes.fates;
  if (input > MOST_INPUT_BYTES) {
    collector.error(
      'SL4003',
      `the state data of "${plan.pipeline}" would have ${input} bytes; at most ${MOST_INPUT_BYTES} are allowed`,
      undefined,
      {
        hint:
          sizes.fates === 0
            ? `the names of its ${plan.axes.length} sweeps are too long or too many`
            : 'too many results of nodes are asked for by "depends" far behind them; split the pipeline',
      },
    );
  }
  for (const { axis, keys } of sizes.answers) {
    const answer = mostPoints(axis) * (keys + (keys > MOST_DIGITS ? TEXT_BYTES : ANSWER_BYTES));
    if (answer <= MOST_ANSWER_BYTES) continue;
    collector.error(
      'SL4004',
      `the ${mostPoints(axis)} trials over "${axis.id}" would answer ${answer} bytes of fates; at most ${MOST_ANSWER_BYTES} are allowed`,
      undefined,
      { hint: 'ask for fewer results of nodes inside of the sweep by "depends", or use fewer trials' },
    );
  }
}

/**
 * The longest that any history of a run may become, the machine's own or one of a Distributed Map's children, whatever
 * fails and is repeated as its definition says. Lambda's transient errors are not in it: they have the 5,000 events
 * between this limit and the service's own.
 */
export function mostHistoryEvents(plan: ExecutionPlan): number {
  return longestHistory(wholeStructure(plan), eventSources(plan));
}

export function eventSources(plan: ExecutionPlan): EventSources {
  const sizes = new Map(plan.axes.map((axis) => [axis.id, mostPoints(axis)]));
  const retries = new Map(plan.nodes.map((node) => [node.node, node.retry?.attempts ?? 0]));
  const ruled = new Set(plan.nodes.filter((node) => node.rules !== undefined).map((node) => node.node));
  const approvals = new Map(plan.nodes.map((node) => [node.node, approvalsOf(node)]));
  return {
    size: (axis) => sizes.get(axis) ?? 0,
    retries: (node) => retries.get(node) ?? 0,
    ruled: (node) => ruled.has(node),
    approvals: (node) => approvals.get(node) ?? 0,
  };
}

const MOST_VARIABLES_BYTES = 10 * 1024 * 1024;
/** Of an error's name, as the service cuts it. */
const LONGEST_ERROR = 256;
/** Whether something failed, and how a node was decided: a few of them a node. */
const OTHER_VARIABLES_BYTES = 256;

/**
 * What all variables of an execution hold at the most, of the service's 10 MiB: each failure that is caught keeps its error
 * and its cause until its group ends. Only nodes with rules keep them, and such a node weighs so much in a history that
 * the limit of events keeps their number down: nothing is refused for its variables.
 */
export function mostVariableBytes(historyEvents: number): number {
  const kept = Math.ceil(historyEvents / RULED_NODE_EVENTS);
  return kept * ((LONGEST_KEPT_CAUSE + LONGEST_ERROR) * MOST_BYTES_OF_A_CHARACTER + OTHER_VARIABLES_BYTES);
}

/** The largest input of any state: the machine's own, the trial, and what a failure hands to its recorder. */
export function mostInputBytes({ axes }: ExecutionPlan): number {
  return (
    OTHER_INPUT_BYTES +
    LONGEST_CAUSE * MOST_BYTES_OF_A_CHARACTER +
    utf8Bytes(JSON.stringify(axes.map((axis) => [axis.id, mostPoints(axis)])))
  );
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
