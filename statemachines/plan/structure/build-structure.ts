import { topologicalOrder } from '../../graph/order.ts';
import type { PlanBlock, PlannedBarrier, PlannedRendezvous } from '../execution-plan.ts';
import { barriersOf, heldByMap } from './barriers.ts';
import { joinRendezvous } from './join-rendezvous.ts';
import type { LaidOut, Rendezvous } from './laid-out.ts';
import { layOut } from './lay-out.ts';
import type { Unit } from './map-regions.ts';
import { mapRegions } from './map-regions.ts';
import { orderOfNodes } from './node-order.ts';
import type { PartialOrder } from './partial-order.ts';
import { partialOrder, precedes } from './partial-order.ts';
import { crossingReasons, mapReason } from './rendezvous-reasons.ts';
import type { Nesting } from './sub-order/weighted-order.ts';

/** How a graph nests; Maps are Inline until `chooseMapModes`. */
export interface Structure {
  readonly block: PlanBlock;
  readonly barriers: readonly PlannedBarrier[];
  readonly rendezvous: readonly PlannedRendezvous[];
}

export interface StructureSource {
  /** All nodes, topologically, and what comes before what by their positions. */
  readonly names: readonly string[];
  readonly order: PartialOrder;
  /** Axes of a node, in the order of the product. */
  readonly axesOf: (node: string) => readonly string[];
  /** Whether a Map's iterations are executions of their own, which no rendezvous from outside reaches. */
  readonly distributed: (axis: string, members: readonly string[]) => boolean;
}

/** A node of a Map waits for a producer outside of it, whose end the Map's other nodes need not see. */
interface Late {
  readonly producer: string;
  readonly from: Unit;
  readonly node: string;
  readonly over: readonly string[];
}

/** Series, parallel, maps and rendezvous: each node once, inside of exactly the Maps over its own axes. */
export function buildStructure(source: StructureSource): Structure {
  const { names, axesOf } = source;
  const nodeOrder = orderOfNodes(names, source.order);
  const barriers: PlannedBarrier[] = [];
  const rendezvous: Rendezvous[] = [];
  if (names.length === 0) return { block: { kind: 'series', blocks: [] }, barriers, rendezvous: [] };
  const laidOut = build(names, new Set(), []);
  const planned = rendezvous.map(({ producer, waiter, reason }) => ({ producer, waiter, reason }));
  return { block: joinRendezvous(laidOut, rendezvous), barriers, rendezvous: planned };

  function build(members: readonly string[], context: ReadonlySet<string>, late: readonly Late[]): LaidOut {
    const known = new Set(members);
    const before = (node: string) => nodeOrder.before(node).filter((producer) => known.has(producer));
    const units = inOrder(mapRegions(members, before, axesOf, context), before);
    const unitOf = new Map(units.flatMap((unit) => unit.members.map((node) => [node, unit] as const)));
    const { order, entering } = enteringMaps(units, unitOf, before);
    barriers.push(...barriersOf(units, { ...nodeOrder, before }, axesOf, context));
    const inner = new Map<Unit, Late[]>();
    for (const each of [...late, ...entering]) {
      const unit = unitOf.get(each.node);
      if (unit === undefined) continue;
      if (entersMap(unit, each.producer)) {
        inner.set(unit, [...(inner.get(unit) ?? []), { ...each, over: [...each.over, unit.axis] }]);
        continue;
      }
      const { producer, from, over, node } = each;
      if (rendezvous.some((other) => other.producer === producer && other.to === unit)) continue;
      rendezvous.push({ producer, from, waiter: node, to: unit, over, reason: mapReason(producer, node, over) });
      barriers.push(...heldByMap(unit, producer, from, nodeOrder.needs));
    }
    const { nesting, outside } = layOut(order);
    const reasonOf = crossingReasons(order, units);
    for (const [from, to] of outside) {
      const [producers, waiters] = [units[from], units[to]];
      if (producers === undefined || waiters === undefined) continue;
      const waiter = waiters.members.find((node) => before(node).some((each) => unitOf.get(each) === producers)) ?? '';
      const producer = before(waiter).findLast((each) => unitOf.get(each) === producers) ?? '';
      const reason = reasonOf(from, to);
      rendezvous.push({ producer, from: producers, waiter, to: waiters, over: [], reason });
    }
    return laid(nesting);

    function laid(part: Nesting): LaidOut {
      if (part.kind !== 'leaf') return { kind: part.kind, parts: part.parts.map(laid) };
      const unit = units[part.position] ?? { members: [] };
      if (unit.axis === undefined) return { kind: 'unit', unit };
      const body = build(unit.members, new Set([...context, unit.axis]), inner.get(unit) ?? []);
      return { kind: 'unit', unit, body };
    }
  }

  /** A rendezvous leads into an Inline Map of which only some nodes need the producer. */
  function entersMap(unit: Unit, producer: string): unit is Unit & { readonly axis: string } {
    if (unit.axis === undefined || source.distributed(unit.axis, unit.members)) return false;
    return unit.members.some((node) => !nodeOrder.needs(node, producer));
  }

  /** What comes before what among units, except that nodes inside of Maps wait by themselves for producers outside. */
  function enteringMaps(
    units: readonly Unit[],
    unitOf: ReadonlyMap<string, Unit>,
    before: (node: string) => readonly string[],
  ): { readonly order: PartialOrder; readonly entering: readonly Late[] } {
    const position = new Map(units.map((unit, index) => [unit, index]));
    const entering: Late[] = [];
    const waits = units.map((unit) =>
      unit.members.flatMap((node) =>
        before(node).flatMap((producer) => {
          const from = unitOf.get(producer);
          if (from === undefined || from === unit) return [];
          if (from.axis === undefined && entersMap(unit, producer)) {
            entering.push({ producer, from, node, over: [] });
            return [];
          }
          barriers.push(...heldByMap(unit, producer, from, nodeOrder.needs));
          return [position.get(from) ?? 0];
        }),
      ),
    );
    const order = partialOrder(waits);
    const at = (unit: Unit | undefined) => (unit && position.get(unit)) ?? -1;
    const alone = entering.filter(({ from, node }) => !precedes(order, at(from), at(unitOf.get(node))));
    return { order, entering: alone };
  }
}

/** Units so that each stands behind those it waits for, ties by the first member. */
function inOrder(units: readonly Unit[], before: (node: string) => readonly string[]): readonly Unit[] {
  if (units.every(({ axis }) => axis === undefined)) return units;
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
