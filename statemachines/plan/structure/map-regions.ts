/** Nodes that run inside one Map over `axis`, or (without `axis`) one node by itself. */
export interface Unit {
  readonly members: readonly string[];
  readonly axis?: string;
}

interface Region {
  readonly members: readonly string[];
  /** Axes that all members run over, in the order of the product. */
  readonly axes: readonly string[];
}

/**
 * Which nodes share a Map. A node joins its producers' Maps where they have an axis in common, so that nothing waits for
 * the other trials (loop-invariant code motion: who does not depend on an inner axis stays outside of it). Where they
 * have none in common, or where a path leaves the Map and comes back, it starts a Map of its own: a barrier.
 *
 * @param members in topological order, all inside of the Maps over `context`
 * @param axesOf in the order of the product
 */
export function mapRegions(
  members: readonly string[],
  before: (node: string) => readonly string[],
  axesOf: (node: string) => readonly string[],
  context: ReadonlySet<string>,
): readonly Unit[] {
  const regionOf = new Map<string, Region>();
  for (const node of members) {
    const own = axesOf(node).filter((axis) => !context.has(axis));
    const alone: Region = { members: [node], axes: own };
    regionOf.set(node, alone);
    const producers = new Set<Region>();
    for (const producer of before(node)) {
      const region = regionOf.get(producer);
      const shares = axesOf(producer).some((axis) => own.includes(axis));
      if (region !== undefined && shares) producers.add(region);
    }
    if (producers.size === 0) continue;
    const axes = own.filter((axis) => [...producers].every((region) => region.axes.includes(axis)));
    const joined = [...[...producers].flatMap((region) => region.members), node];
    if (axes.length === 0 || leavesAndReturns(joined, members, before, regionOf)) continue;
    const fused: Region = { members: joined, axes };
    for (const member of joined) regionOf.set(member, fused);
  }
  const inOrder = new Map<Region, string[]>();
  for (const node of members) {
    const region = regionOf.get(node);
    if (region === undefined) continue;
    const group = inOrder.get(region);
    if (group === undefined) inOrder.set(region, [node]);
    else group.push(node);
  }
  return [...inOrder].map(([{ axes }, group]) => {
    const [axis] = axes;
    return axis === undefined ? { members: group } : { members: group, axis };
  });
}

/** Whether a path starts in `joined`, visits another region and ends in `joined`: then it cannot be one Map. */
function leavesAndReturns(
  joined: readonly string[],
  members: readonly string[],
  before: (node: string) => readonly string[],
  regionOf: ReadonlyMap<string, Region>,
): boolean {
  const inside = new Set(joined);
  // Regions behind `joined`, found in rounds, since a region may be entered at one node and left at an earlier one.
  const behind = new Set<Region>();
  const reached = (node: string) => inside.has(node) || behind.has(regionOf.get(node) ?? { members: [], axes: [] });
  for (let grew = true; grew;) {
    grew = false;
    for (const node of members) {
      const region = regionOf.get(node);
      if (region === undefined || inside.has(node) || behind.has(region)) continue;
      if (!before(node).some(reached)) continue;
      behind.add(region);
      grew = true;
    }
  }
  return joined.some((node) =>
    before(node).some((producer) => {
      const region = regionOf.get(producer);
      return region !== undefined && behind.has(region);
    }),
  );
}
