import type { PlanBlock } from '../plan/execution-plan.ts';
import { field } from './fate-expressions.ts';
import { fateKeys } from './fate-keys.ts';
import type { FateUpdate } from './leave.ts';
import type { Scope } from './scope.ts';

/** A branch, or an execution of its own, answers what somebody behind it asks of its nodes. */
export function branchScope(block: PlanBlock, scope: Scope): Scope {
  const { fates } = scope;
  if (fates === undefined) return scope;
  const answerKeys = askedOf(block, scope);
  const asked = new Set(answerKeys);
  return { ...scope, fates: { ...fates, needed: (key) => asked.has(key), answerKeys, answer: 'object' } };
}

/** What is known behind it, read from `answer`, an expression. */
export function answeredFates(block: PlanBlock, scope: Scope, answer: string): FateUpdate {
  return Object.fromEntries(askedOf(block, scope).map((key) => [key, field(answer, key)]));
}

function askedOf(block: PlanBlock, { machine, fates }: Scope): readonly string[] {
  if (fates === undefined) return [];
  return machine.blocks.nodes(block).flatMap(fateKeys).filter(fates.needed);
}
