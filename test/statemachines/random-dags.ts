import fc from 'fast-check';
import type { RandomShape } from './random-graph.ts';

type Edge = readonly [number, number];

function shape(size: number, edges: readonly Edge[]): RandomShape {
  return { size, edges, axes: [], gathers: [] };
}

/** Layers in which each node waits for one to three of the layer before, and sometimes of an earlier one. */
export function layered(most: number): fc.Arbitrary<RandomShape> {
  const layer = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(9)), { minLength: 1, maxLength: 8 });
  return fc.array(layer, { minLength: 2, maxLength: 12 }).map((layers) => {
    const edges: Edge[] = [];
    let size = 0;
    let previous: readonly number[] = [];
    for (const choices of layers) {
      const here: number[] = [];
      for (const [a, b, c, kind] of choices) {
        if (size === most) break;
        const node = size;
        size += 1;
        here.push(node);
        const picks = [a, b, c].slice(0, 1 + (kind % 3));
        if (previous.length > 0) for (const pick of picks) edges.push([previous[pick % previous.length] ?? 0, node]);
        const first = previous[0] ?? 0;
        if (kind === 9 && first > 0) edges.push([a % first, node]);
      }
      if (here.length > 0) previous = here;
    }
    return shape(size, edges);
  });
}

/** Chains side by side with crossings between them: N after N. */
export function ladder(most: number): fc.Arbitrary<RandomShape> {
  return fc
    .tuple(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 12 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 30 }),
    )
    .map(([chains, length, crossings]) => {
      const rungs = Math.min(length, Math.floor(most / chains));
      const edges: Edge[] = [];
      for (let rung = 1; rung < rungs; rung += 1)
        for (let chain = 0; chain < chains; chain += 1)
          edges.push([(rung - 1) * chains + chain, rung * chains + chain]);
      for (const [a, b] of crossings) {
        const from = a % (chains * rungs);
        const rung = Math.floor(from / chains) + 1;
        if (rung < rungs) edges.push([from, rung * chains + (b % chains)]);
      }
      return shape(chains * rungs, edges);
    });
}

/** Sources, features of some of them, models of some features, an evaluation a model, one report. */
export function training(most: number): fc.Arbitrary<RandomShape> {
  return fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 12 }),
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
    )
    .map(([sources, features, models, shared]) => {
      const edges: Edge[] = [];
      const used = features.slice(0, most - sources - 2 * models.length - 1);
      const featureAt = sources;
      const modelAt = featureAt + used.length;
      const evaluationAt = modelAt + models.length;
      const report = evaluationAt + models.length;
      for (const [index, from] of used.entries())
        for (const source of from) edges.push([source % sources, featureAt + index]);
      for (const [index, from] of models.entries()) {
        // Where there is no room for features, models stand by themselves.
        for (const feature of used.length === 0 ? [] : from)
          edges.push([featureAt + (feature % used.length), modelAt + index]);
        edges.push([modelAt + index, evaluationAt + index]);
        // Every model is judged on the same source.
        if (shared) edges.push([0, evaluationAt + index]);
        edges.push([evaluationAt + index, report]);
      }
      return shape(report + 1, edges);
    });
}
