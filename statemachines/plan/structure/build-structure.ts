import type { Dependencies } from '../../graph/dependencies.ts';
import { topologicalOrder } from '../../graph/order.ts';
import type { PlanBlock, PlannedBarrier } from '../execution-plan.ts';
import type { PartialOrder } from './ancestors.ts';
import { partialOrder } from './ancestors.ts';
import { barriersOf } from './barriers.ts';
import type { Unit } from './map-regions.ts';
import { mapRegions } from './map-regions.ts';
import type { Decomposition } from './series-parallel.ts';
import { decompose, findN } from './series-parallel.ts';

/** How a graph nests; Maps are Inline until `chooseMapModes`. */
export interface Structure {
  readonly block: PlanBlock;
  readonly barriers: readonly PlannedBarrier[];
  /** Nodes `a -> c <- b -> d` (of a Map, all its nodes) that no nesting expresses. */
  readonly crossings: readonly (readonly [
    readonly string[],
    readonly string[],
    readonly string[],
    readonly string[],
  ])[];
}

export interface StructureSource {
  /** All nodes in topological order. */
  readonly order: readonly string[];
  readonly dependencies: Dependencies;
  /** Axes of a node, in the order of the product. */
  readonly axesOf: (node: string) => readonly string[];
}

/** Series, parallel and maps, nested: each node once, inside of exactly the Maps over its own axes. */
export function buildStructure(source: StructureSource): Structure {
  const barriers: PlannedBarrier[] = [];
  const crossings: Structure['crossings'][number][] = [];
  const build = (members: readonly string[], context: ReadonlySet<string>): PlanBlock => {
    const known = new Set(members);
    const before = (node: string) => (source.dependencies.get(node) ?? []).filter((producer) => known.has(producer));
    const units = inOrder(mapRegions(members, before, source.axesOf, context), before);
    barriers.push(...barriersOf(units, before, source.axesOf, context));
    const order = partialOrder(unitsBefore(units, before));
    return blockOf(decompose(order), order, units);

    function blockOf(part: Decomposition, order: PartialOrder, among: readonly Unit[]): PlanBlock {
      switch (part.kind) {
        case 'leaf': {
          const unit = among[part.position];
          const [node] = unit?.members ?? [];
          if (unit?.axis === undefined) return { kind: 'node', node: node ?? '' };
          return {
            kind: 'map',
            axis: unit.axis,
            mode: 'inline',
            body: build(unit.members, new Set([...context, unit.axis])),
          };
        }
        case 'series':
        case 'parallel':
          return { kind: part.kind, blocks: part.parts.map((each) => blockOf(each, order, among)) };
        case 'prime': {
          const [a, b, c, d] = findN(order, part.positions) ?? [];
          const name = (position: number | undefined) => among[position ?? -1]?.members ?? [];
          crossings.push([name(a), name(b), name(c), name(d)]);
          // Never run: the plan is refused where there is a crossing.
          return { kind: 'parallel', blocks: [] };
        }
        default:
          return part satisfies never;
      }
    }
  };
  const block = source.order.length === 0 ? { kind: 'series' as const, blocks: [] } : build(source.order, new Set());
  return { block, barriers, crossings };
}

/** Units so that each stands behind those it waits for, ties by the first member. */
function inOrder(units: readonly Unit[], before: (node: string) => readonly string[]): readonly Unit[] {
  const nameOf = (unit: Unit) => unit.members[0] ?? '';
  const unitOf = new Map(units.flatMap((unit) => unit.members.map((node) => [node, unit] as const)));
  const waits = new Map(
    units.map((unit) => {
      const producers = new Set(unit.members.flatMap(before).flatMap((node) => unitOf.get(node) ?? []));
      producers.delete(unit);
      return [nameOf(unit), [...producers].map(nameOf)] as const;
    }),
  );
  const byName = new Map(units.map((unit) => [nameOf(unit), unit]));
  return topologicalOrder(units.map(nameOf), waits).flatMap((name) => byName.get(name) ?? []);
}

function unitsBefore(
  units: readonly Unit[],
  before: (node: string) => readonly string[],
): readonly (readonly number[])[] {
  const position = new Map(units.flatMap((unit, index) => unit.members.map((node) => [node, index] as const)));
  return units.map((unit, index) =>
    unit.members.flatMap(before).flatMap((node) => {
      const at = position.get(node);
      return at === undefined || at === index ? [] : [at];
    }),
  );
}
