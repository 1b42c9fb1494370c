import type { PlanBlock, SignalBlock, WaitBlock } from '../execution-plan.ts';
import type { LaidOut, Rendezvous } from './laid-out.ts';
import type { Unit } from './map-regions.ts';

/** A task token has up to 2,048 characters: more of them would not fit into 32 KiB of state data. */
export const MOST_WAITERS = 16;

/** The nesting as blocks, signals right behind their producers and waits right before their waiters. */
export function joinRendezvous(laidOut: LaidOut, rendezvous: readonly Rendezvous[]): PlanBlock {
  const waits = new Map<Unit, WaitBlock[]>();
  const signals = new Map<Unit, SignalBlock[]>();
  for (const { producer, from, group, over, members } of groupsOf(rendezvous)) {
    const signal: SignalBlock = { kind: 'signal', producer, group, over, waiters: members.length };
    signals.set(from, [...(signals.get(from) ?? []), signal]);
    for (const { to, waiter } of members) {
      waits.set(to, [...(waits.get(to) ?? []), { kind: 'wait', producer, group, over, waiter }]);
    }
  }
  const blockOf = (part: LaidOut): PlanBlock => {
    if (part.kind !== 'unit') return { kind: part.kind, blocks: part.parts.map(blockOf) };
    const { unit, body } = part;
    const own: PlanBlock =
      unit.axis === undefined || body === undefined
        ? { kind: 'node', node: unit.members[0] ?? '' }
        : { kind: 'map', axis: unit.axis, mode: 'inline', body: blockOf(body) };
    const around = [...(waits.get(unit) ?? []), own, ...(signals.get(unit) ?? [])];
    return around.length === 1 ? own : { kind: 'series', blocks: around };
  };
  return flat(blockOf(laidOut));
}

interface Group {
  readonly producer: string;
  readonly from: Unit;
  readonly group: number;
  readonly over: readonly string[];
  readonly members: Rendezvous[];
}

/**
 * Those of one producer share a signal, as many as fit; one inside of Maps has a signal of its own. Who waits inside of the
 * producer's iteration shares none with who waits for all iterations: theirs comes when the producer's Map has ended.
 */
function groupsOf(rendezvous: readonly Rendezvous[]): readonly Group[] {
  const groups: Group[] = [];
  const open = new Map<Unit, Map<string, Group>>();
  const counts = new Map<string, number>();
  for (const each of rendezvous) {
    const { producer, from, over } = each;
    const behind = open.get(from) ?? new Map<string, Group>();
    const last = behind.get(producer);
    if (over.length === 0 && last !== undefined && last.members.length < MOST_WAITERS) {
      last.members.push(each);
      continue;
    }
    const group = counts.get(producer) ?? 0;
    counts.set(producer, group + 1);
    const made: Group = { producer, from, group, over, members: [each] };
    groups.push(made);
    if (over.length === 0) open.set(from, behind.set(producer, made));
  }
  return groups;
}

/** No series in a series. */
function flat(block: PlanBlock): PlanBlock {
  switch (block.kind) {
    case 'series':
      return {
        kind: 'series',
        blocks: block.blocks.map(flat).flatMap((each) => (each.kind === 'series' ? each.blocks : [each])),
      };
    case 'parallel':
      return { kind: 'parallel', blocks: block.blocks.map(flat) };
    case 'map':
      return { ...block, body: flat(block.body) };
    default:
      return block;
  }
}
