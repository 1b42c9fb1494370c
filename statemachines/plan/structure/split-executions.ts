import type { PlanBlock } from '../execution-plan.ts';

/** What a block costs the execution that it stands in. */
export interface Load {
  readonly events: number;
  readonly bytes: number;
}

export interface SplitSources {
  /** Of a block as it stands, its children weighing no more than their start. */
  readonly load: (block: PlanBlock) => Load;
  /** What one execution holds beside what every machine has. */
  readonly capacity: Load;
  /** How often an Inline Map repeats its body in a history; undefined for one that is never taken apart. */
  readonly iterations: (block: PlanBlock & { readonly kind: 'map' }) => number | undefined;
}

/**
 * Puts parts of a structure into executions of their own, so that every one fits: whole branches, and stretches of a
 * series. Nothing waits for more than before: a branch's execution starts with its siblings, a stretch's when its
 * turn comes. What cannot be made to fit is left as it is.
 *
 * @param room what is left in the execution that `block` stands in
 */
export function splitExecutions(block: PlanBlock, room: Load, sources: SplitSources): PlanBlock {
  let count = 0;
  return fit(inNested(block), room);

  /** Nested pipelines are executions of their own already, which must fit too. */
  function inNested(part: PlanBlock): PlanBlock {
    switch (part.kind) {
      case 'series':
      case 'parallel':
        return { ...part, blocks: part.blocks.map(inNested) };
      case 'map':
        return { ...part, body: inNested(part.body) };
      case 'child':
        return { ...part, body: fit(inNested(part.body), sources.capacity) };
      default:
        return part;
    }
  }

  function fit(part: PlanBlock, space: Load): PlanBlock {
    if (fits(sources.load(part), space)) return part;
    switch (part.kind) {
      case 'series':
      case 'parallel':
        return packed(part.kind, part.blocks, space);
      case 'map':
        return fitMap(part, space);
      default:
        return part;
    }
  }

  function packed(kind: 'series' | 'parallel', blocks: readonly PlanBlock[], space: Load): PlanBlock {
    // Each of its parts fits into an execution; then as many of them as do, again and again.
    let parts = blocks.map((each) => fit(each, sources.capacity));
    for (;;) {
      const whole: PlanBlock = { kind, blocks: parts };
      if (fits(sources.load(whole), space)) return whole;
      const groups = grouped(kind, parts);
      const next = groups.map((group) => outside(kind, group));
      if (next.length === parts.length && next.every((each, index) => each === parts[index])) return whole;
      parts = next;
    }
  }

  function fitMap(map: PlanBlock & { readonly kind: 'map' }, space: Load): PlanBlock {
    const times = sources.iterations(map);
    if (times === undefined) return map;
    const around = sources.load({ ...map, body: { kind: 'series', blocks: [] } });
    const bytes = space.bytes - around.bytes;
    const events = map.mode === 'distributed' ? sources.capacity.events : (space.events - around.events) / times;
    const body = fit(map.body, { events, bytes });
    if (fits(sources.load(body), { events, bytes })) return { ...map, body };
    return { ...map, body: alone(fit(map.body, sources.capacity)) };
  }

  /** Neighbours together, as many as one execution holds. */
  function grouped(kind: 'series' | 'parallel', parts: readonly PlanBlock[]): readonly (readonly PlanBlock[])[] {
    const empty = sources.load({ kind, blocks: [] });
    const groups: PlanBlock[][] = [];
    let open: PlanBlock[] = [];
    let load = empty;
    for (const part of parts) {
      const own = sources.load(part);
      if (open.length > 0 && !fits(together(load, own), sources.capacity)) {
        groups.push(open);
        open = [];
        load = empty;
      }
      open.push(part);
      load = together(load, own);
    }
    return open.length === 0 ? groups : [...groups, open];
  }

  /** A group as an execution of its own, unless it weighs no more than the start of one. */
  function outside(kind: 'series' | 'parallel', group: readonly PlanBlock[]): PlanBlock {
    const [only] = group;
    if (group.length > 1 || only === undefined) return alone({ kind, blocks: group });
    const start = sources.load({ kind: 'child', name: '', body: only });
    const own = sources.load(only);
    return own.events > start.events || own.bytes > start.bytes ? alone(only) : only;
  }

  function alone(body: PlanBlock): PlanBlock {
    if (body.kind === 'child' && body.node === undefined) return body;
    count += 1;
    return { kind: 'child', name: `part-${count}`, body };
  }
}

/** A group weighs what its parts weigh, and itself. */
function together(a: Load, b: Load): Load {
  return { events: a.events + b.events, bytes: a.bytes + b.bytes };
}

function fits(load: Load, room: Load): boolean {
  return load.events <= room.events && load.bytes <= room.bytes;
}
