import type { PlannedBarrier } from '../execution-plan.ts';
import type { Unit } from './map-regions.ts';
import type { NodeOrder } from './node-order.ts';

/** Who waits for more than it needs because a Map ends as a whole, or begins behind another one. */
export function barriersOf(
  units: readonly Unit[],
  order: NodeOrder,
  axesOf: (node: string) => readonly string[],
  context: ReadonlySet<string>,
): readonly PlannedBarrier[] {
  if (units.every((unit) => unit.axis === undefined)) return [];
  const consumersOf = new Map(
    units.map((unit) => [unit, units.filter((other) => other !== unit).flatMap((other) => other.members)]),
  );
  return units.flatMap((unit) => {
    const { axis } = unit;
    if (axis === undefined) return [];
    return atTheEnd(unit, axis, consumersOf.get(unit) ?? [], order, axesOf, context);
  });
}

/**
 * Nodes of a Map that its beginning behind a producer holds up, since it starts as a whole; and where the producer is in
 * a Map, which ends as a whole, they wait for everybody in that.
 */
export function heldByMap(
  unit: Unit,
  producer: string,
  from: Unit,
  needs: NodeOrder['needs'],
): readonly PlannedBarrier[] {
  const { axis, members } = unit;
  const held = members.filter((node) => !needs(node, producer));
  if (axis === undefined || held.length === 0) return [];
  const beside = from.members.filter((node) => node !== producer && held.some((each) => !needs(each, node)));
  const reason = `the Map over "${axis}" starts when all that any of its nodes needs is there`;
  return [{ axis, before: [producer, ...beside], after: held, reason }];
}

function atTheEnd(
  unit: Unit,
  axis: string,
  consumers: readonly string[],
  { before, needs }: NodeOrder,
  axesOf: (node: string) => readonly string[],
  context: ReadonlySet<string>,
): readonly PlannedBarrier[] {
  const inside = new Set(unit.members);
  return consumers.flatMap((consumer) => {
    const producers = before(consumer).filter((producer) => inside.has(producer));
    if (producers.length === 0) return [];
    const own = axesOf(consumer).filter((shared) => !context.has(shared));
    const sharing = before(consumer).filter((producer) => axesOf(producer).some((each) => own.includes(each)));
    const nests =
      own.includes(axis) && own.some((each) => sharing.every((producer) => axesOf(producer).includes(each)));
    const why = nests ? 'another way between them leads out of that Map' : 'their axes do not nest';
    const meeting = producers.flatMap((producer): readonly PlannedBarrier[] => {
      const shared = axesOf(producer).find((each) => own.includes(each));
      if (shared === undefined) return [];
      const reason = `"${consumer}" cannot join the Map over "${axis}" that "${producer}" runs in: ${why}`;
      return [{ axis: shared, before: [producer], after: [consumer], reason }];
    });
    const idle = unit.members.filter((node) => !producers.includes(node) && !needs(consumer, node));
    if (idle.length === 0) return meeting;
    return [...meeting, { axis, before: idle, after: [consumer], reason: `the Map over "${axis}" ends as a whole` }];
  });
}
