import type { DependsExpression } from '../../graph/depends-expression.ts';
import type { ResultFate } from '../../graph/node-result.ts';
import { canBe, type ResultsOf } from './can-be.ts';
import type { FailureSources } from './caught-failures.ts';
import { resultsOf } from './node-views.ts';

/** Fates that a node's executions may have when somebody looks at them. */
export interface PossibleFates {
  /** For all: a failure that ends the run, or its sweep, is never seen. */
  readonly outside: ReadonlyMap<string, ReadonlySet<ResultFate>>;
  /** For those in the same iteration of a sweep that goes on after a failure: every failure is seen. */
  readonly inside: ReadonlyMap<string, ReadonlySet<ResultFate>>;
}

const anything: ReadonlySet<ResultFate> = new Set(['succeeded', 'failed', 'errored', 'skipped', 'omitted']);

/** @param mayBeEmpty a sweep without trials is skipped */
export function possibleFates(
  sources: FailureSources,
  caught: ReadonlySet<string>,
  mayBeEmpty: (node: string) => boolean,
): PossibleFates {
  const outside = new Map<string, ReadonlySet<ResultFate>>();
  const inside = new Map<string, ReadonlySet<ResultFate>>();
  const fates = { outside, inside };
  for (const node of sources.nodes) {
    const { name } = node;
    const condition = sources.conditions.get(name) ?? { kind: 'all', operands: [] };
    const skips = node.when !== undefined || mayBeEmpty(name);
    outside.set(name, fatesOf(condition, seenOutside(name, sources, fates), caught.has(name), skips));
    inside.set(name, fatesOf(condition, seenInside(name, sources, fates), true, skips));
  }
  return fates;
}

/** What a node sees where nothing fails but what is caught. */
export function seenOutside(consumer: string, { views }: FailureSources, fates: PossibleFates): ResultsOf {
  return (producer) => resultsOf(fates.outside.get(producer) ?? anything, views.gathered(producer, consumer));
}

/** What a node inside of a sweep that goes on sees. */
export function seenInside(consumer: string, { views }: FailureSources, fates: PossibleFates): ResultsOf {
  return (producer) => {
    const known = views.shareTolerantSweep(producer, consumer) ? fates.inside : fates.outside;
    return resultsOf(known.get(producer) ?? anything, views.gathered(producer, consumer));
  };
}

function fatesOf(
  condition: DependsExpression,
  results: ResultsOf,
  fails: boolean,
  skips: boolean,
): ReadonlySet<ResultFate> {
  const runs = canBe(true, condition, results);
  const found = new Set<ResultFate>();
  if (runs) found.add('succeeded');
  if (runs && fails) found.add('failed').add('errored');
  if (runs && skips) found.add('skipped');
  if (canBe(false, condition, results)) found.add('omitted');
  return found;
}
