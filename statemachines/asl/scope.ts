import type { ExecutionPlan, NodePlan, PlanBlock, PlannedAxis } from '../plan/execution-plan.ts';
import type { BlockFates } from './fate-keys.ts';
import type { Placeholders } from './placeholders.ts';
import type { StateNames } from './state-names.ts';
import type { State } from './states.ts';

/** A fan-out in the plan. */
export type MapBlock = PlanBlock & { readonly kind: 'map' };

/** A part that is an execution of its own. */
export type ChildBlock = PlanBlock & { readonly kind: 'child' };

/** What all states of a machine have in common while it is written. */
export interface MachineContext {
  readonly plan: ExecutionPlan;
  /** Started by another machine of the pipeline. */
  readonly isChild: boolean;
  readonly names: StateNames;
  readonly placeholders: Placeholders;
  readonly node: (name: string) => NodePlan;
  readonly axis: (id: string) => PlannedAxis;
  /** The state of a node, claimed before all others. */
  readonly nodeState: (name: string) => string;
  /** A variable of its own: inner scopes see outer variables and may not shadow them. */
  readonly claimVariable: (wish: 'failed' | 'decided' | 'error' | 'cause') => string;
  readonly blocks: BlockFates;
  /** Tells what the state data carries at some place, for the proof of its size. */
  readonly noteFates: (keys: ReadonlySet<string>) => void;
  /** Tells what each iteration of a Map answers: so many fates. */
  readonly noteAnswers: (axis: PlannedAxis, keys: readonly string[]) => void;
  readonly emit: EmitBlock;
  /** The body of a nested pipeline. */
  readonly nested: (node: string) => PlanBlock;
  /** A machine that this one starts. */
  readonly child: (name: string) => { readonly context: MachineContext; readonly write: (emitted: Emitted) => void };
}

/**
 * Where a state stands. Failures are handed on as numbers: a branch or an iteration answers how many failed in it, so
 * that a Map of any size answers in a few bytes; `tolerant` says that someone outside counts them.
 */
export interface Scope {
  readonly machine: MachineContext;
  /** Axes of the enclosing Maps, outer first: what `trial` holds. */
  readonly nest: readonly string[];
  /** A Map around this place goes on after a failure: failures are caught, recorded and counted. */
  readonly recorded: boolean;
  /** The innermost group around counts: a failure ends it with a number, not with an error. */
  readonly tolerant: boolean;
  /** Where the state data carries fates: failures are then no numbers. */
  readonly fates?: FateScope;
}

/** Which fates the state data carries, and for whom. */
export interface FateScope {
  /** Keys there before the block. */
  readonly known: ReadonlySet<string>;
  /** Whether something behind the block asks for a key, the group's own answer included. */
  readonly needed: (key: string) => boolean;
  /** What the group's end answers, in this order. */
  readonly answerKeys: readonly string[];
  /** A branch answers an object, an iteration a digit each. */
  readonly answer: 'object' | 'digits';
  /** Inside of a sweep that goes on after a failure, whose end decides what becomes of the run. */
  readonly inSweep: boolean;
}

/** What comes behind a block: a state, or the group's end. */
export type Continuation = { readonly kind: 'next'; readonly state: string } | { readonly kind: 'end' };

/** A block as states, in the order in which a reader meets them. */
export interface Emitted {
  readonly start: string;
  readonly states: readonly (readonly [string, State])[];
}

export type EmitBlock = (block: PlanBlock, scope: Scope, then: Continuation) => Emitted;
