import { assertNever } from '../../diagnostics/invariant.ts';
import type { PlanBlock } from '../execution-plan.ts';
import { MOST_WAITERS } from './join-rendezvous.ts';

/** Events a state, as recorded on AWS: a request-response Task 5, each failed attempt 3 more, a waiting one 6, Choice and Pass 2. */
const TASK = 5;
const FAILED_ATTEMPT = 3;
const WAITING_TASK = 6;
const CHOICE = 2;
const NEST = 4;
const ITERATION = 2;
const MAP_RUN = 6;
const EXECUTION = 2;
/** Of an execution before anything is in it: its own, and the call that finishes the run. */
export const EXECUTION_EVENTS = EXECUTION + TASK;
/** A guard, a decision with its choice, an action with its choice, and a Pass on the way out. */
const RULES = CHOICE + TASK + CHOICE + TASK + CHOICE + CHOICE;
/** The least that a node with rules counts for: its call, the record of its failure, and what its rules may need. */
export const RULED_NODE_EVENTS = TASK + TASK + RULES;

export interface EventSources {
  readonly size: (axis: string) => number;
  /** Times that a node is tried again because its definition says so. */
  readonly retries: (node: string) => number;
  /** Whether guards, decisions and actions may stand around a node. */
  readonly ruled?: (node: string) => boolean;
  /** How often a person may be asked for approval around a node. */
  readonly approvals?: (node: string) => number;
}

/** Most history events that one execution of a machine with this structure writes, user's retries and caught failures included. */
export function executionEvents(block: PlanBlock, sources: EventSources): number {
  return EXECUTION_EVENTS + blockEvents(block, sources);
}

/** The longest that any execution's history may become: the one of this structure, or one of its children. */
export function longestHistory(block: PlanBlock, sources: EventSources): number {
  return [block, ...childrenOf(block)].reduce((most, each) => Math.max(most, executionEvents(each, sources)), 0);
}

function childrenOf(block: PlanBlock): readonly PlanBlock[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.flatMap(childrenOf);
    case 'map':
      return [...(block.mode === 'distributed' ? [block.body] : []), ...childrenOf(block.body)];
    case 'child':
      return [block.body, ...childrenOf(block.body)];
    default:
      return [];
  }
}

/** Of a block within its execution's history; the trials of a Distributed Map, and children, have histories of their own. */
export function blockEvents(block: PlanBlock, sources: EventSources): number {
  switch (block.kind) {
    case 'node':
      return (
        TASK +
        FAILED_ATTEMPT * sources.retries(block.node) +
        TASK +
        (sources.ruled?.(block.node) === true ? RULES : 0) +
        (sources.approvals?.(block.node) ?? 0) * (WAITING_TASK + CHOICE)
      );
    case 'series':
      return sum(block.blocks.map((each) => blockEvents(each, sources)));
    case 'parallel':
      return NEST + CHOICE + CHOICE + sum(block.blocks.map((each) => blockEvents(each, sources)));
    case 'map': {
      if (block.mode === 'distributed') return MAP_RUN + CHOICE + CHOICE;
      return NEST + CHOICE + CHOICE + sources.size(block.axis) * (ITERATION + blockEvents(block.body, sources));
    }
    case 'child':
      return WAITING_TASK + TASK + CHOICE + CHOICE + (sources.ruled?.(block.node ?? '') === true ? RULES : 0);
    case 'signal': {
      if (block.over.length === 0) return signalEvents(block.waiters);
      const waiters = block.over.reduce((product, axis) => product * sources.size(axis), 1);
      return NEST + Math.ceil(waiters / MOST_WAITERS) * (ITERATION + signalEvents(Math.min(waiters, MOST_WAITERS)));
    }
    case 'wait':
      return WAITING_TASK + FAILED_ATTEMPT;
    default:
      return assertNever(block);
  }
}

/** A write, and a Map over the tokens found. */
function signalEvents(waiters: number): number {
  return TASK + FAILED_ATTEMPT + NEST + waiters * (ITERATION + TASK + CHOICE);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
