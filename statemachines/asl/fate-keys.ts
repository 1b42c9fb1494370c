import type { DependsExpression } from '../graph/depends-expression.ts';
import { invariant } from '../diagnostics/invariant.ts';
import type { NodePlan, PlanBlock } from '../plan/execution-plan.ts';

/*
 * State data carries `fates`, an object of what guards behind still ask for: a node's name → its fate in one word, and
 * where it is asked, whether any of its trials succeeded or all of them failed.
 */

export type FateAspect = 'fate' | 'AnySucceeded' | 'AllFailed';

export function fateKey(node: string, aspect: FateAspect = 'fate'): string {
  return aspect === 'fate' ? node : `${aspect}(${node})`;
}

export function fateKeys(node: string): readonly string[] {
  return [fateKey(node), fateKey(node, 'AnySucceeded'), fateKey(node, 'AllFailed')];
}

/** Keys that a condition asks for. */
export function keysIn(expression: DependsExpression): readonly string[] {
  switch (expression.kind) {
    case 'result': {
      const { result } = expression;
      return [fateKey(expression.node, result === 'AnySucceeded' || result === 'AllFailed' ? result : 'fate')];
    }
    case 'not':
      return keysIn(expression.operand);
    default:
      return expression.operands.flatMap(keysIn);
  }
}

/** What the blocks of a plan ask for and bring, found once a block. */
export interface BlockFates {
  /** Keys of a producer that a rendezvous tells: those that any guard asks for. */
  readonly told: (producer: string) => readonly string[];
  /** Keys that guards in the block ask for. */
  readonly asked: (block: PlanBlock) => ReadonlySet<string>;
  readonly nodes: (block: PlanBlock) => readonly string[];
}

export function blockFates(nodes: readonly NodePlan[], node: (name: string) => NodePlan): BlockFates {
  const guards = nodes.flatMap(({ rules }) => (rules?.guard?.kind === 'fates' ? keysIn(rules.guard.condition) : []));
  const anywhere = new Set(guards);
  const told = (producer: string) => fateKeys(producer).filter((key) => anywhere.has(key));
  const asked = new Map<PlanBlock, ReadonlySet<string>>();
  const members = new Map<PlanBlock, readonly string[]>();
  const askedIn = (block: PlanBlock): ReadonlySet<string> => {
    const known = asked.get(block);
    if (known !== undefined) return known;
    const found = new Set(askedHere(block, node, told) ?? partsOf(block).flatMap((part) => [...askedIn(part)]));
    asked.set(block, found);
    return found;
  };
  const nodesIn = (block: PlanBlock): readonly string[] => {
    const known = members.get(block);
    if (known !== undefined) return known;
    const own = nodeOfBlock(block);
    const found = own === undefined ? partsOf(block).flatMap(nodesIn) : [own];
    members.set(block, found);
    return found;
  };
  return { asked: askedIn, nodes: nodesIn, told };
}

function askedHere(
  block: PlanBlock,
  node: (name: string) => NodePlan,
  told: BlockFates['told'],
): readonly string[] | undefined {
  if (block.kind === 'signal') return told(block.producer);
  const name = nodeOfBlock(block);
  if (name === undefined) return undefined;
  const guard = node(name).rules?.guard;
  return guard?.kind === 'fates' ? keysIn(guard.condition) : [];
}

/** The node that a block is, seen from outside: of a nested pipeline nothing but its own node. */
function nodeOfBlock(block: PlanBlock): string | undefined {
  return block.kind === 'node' || block.kind === 'child' ? block.node : undefined;
}

function partsOf(block: PlanBlock): readonly PlanBlock[] {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks;
    case 'map':
    case 'child':
      return [block.body];
    default:
      return [];
  }
}

/** The node of a Map over a node's own trials. */
export function ownNode(block: PlanBlock & { readonly kind: 'map' }): string {
  const { body } = block;
  const node = body.kind === 'node' ? body.node : undefined;
  invariant(node !== undefined, "a Map over a node's own trials holds that node alone");
  return node;
}
