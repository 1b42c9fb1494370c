import type { PlannedBarrier } from '../execution-plan.ts';
import type { Unit } from './map-regions.ts';

/** Who waits for more than it needs because a Map begins and ends as a whole. */
export function barriersOf(
  units: readonly Unit[],
  before: (node: string) => readonly string[],
  axesOf: (node: string) => readonly string[],
  context: ReadonlySet<string>,
): readonly PlannedBarrier[] {
  if (units.every((unit) => unit.axis === undefined)) return [];
  const needs = ancestorSets(units, before);
  return units.flatMap((unit) => {
    const { axis } = unit;
    if (axis === undefined) return [];
    return [
      ...atTheBeginning(unit, axis, before, needs),
      ...atTheEnd(unit, axis, units, before, needs, axesOf, context),
    ];
  });
}

function atTheBeginning(
  unit: Unit,
  axis: string,
  before: (node: string) => readonly string[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): readonly PlannedBarrier[] {
  const inside = new Set(unit.members);
  const outside = [...new Set(unit.members.flatMap(before))].filter((producer) => !inside.has(producer));
  return outside.flatMap((producer) => {
    const held = unit.members.filter((node) => needs.get(node)?.has(producer) !== true);
    if (held.length === 0) return [];
    return [
      {
        axis,
        before: [producer],
        after: held,
        reason: `the Map over "${axis}" starts when all that any of its nodes needs is there`,
      },
    ];
  });
}

function atTheEnd(
  unit: Unit,
  axis: string,
  units: readonly Unit[],
  before: (node: string) => readonly string[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  axesOf: (node: string) => readonly string[],
  context: ReadonlySet<string>,
): readonly PlannedBarrier[] {
  const inside = new Set(unit.members);
  const consumers = units.filter((other) => other !== unit).flatMap((other) => other.members);
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
    const idle = unit.members.filter((node) => !producers.includes(node) && needs.get(consumer)?.has(node) !== true);
    if (idle.length === 0) return meeting;
    return [...meeting, { axis, before: idle, after: [consumer], reason: `the Map over "${axis}" ends as a whole` }];
  });
}

function ancestorSets(
  units: readonly Unit[],
  before: (node: string) => readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const collect = (node: string): ReadonlySet<string> => {
    const known = found.get(node);
    if (known !== undefined) return known;
    const all = new Set(before(node).flatMap((producer) => [producer, ...collect(producer)]));
    found.set(node, all);
    return all;
  };
  // Units are in topological order, and members within them, so that the recursion stays shallow.
  for (const unit of units) for (const node of unit.members) collect(node);
  return found;
}
