/** Length and width of a shell in millimetres, and its kind. */
export interface Shell {
  readonly length: number;
  readonly width: number;
  readonly kind: string;
}

export type Model =
  | { readonly method: 'neighbours'; readonly shells: readonly Shell[] }
  | { readonly method: 'bayes'; readonly kinds: Readonly<Record<string, Bell>> }
  | { readonly method: 'tree'; readonly tree: Tree };

/** A normal distribution of each measure. */
interface Bell {
  readonly share: number;
  readonly length: readonly [mean: number, variance: number];
  readonly width: readonly [mean: number, variance: number];
}

type Measure = 'length' | 'width';
type Tree = string | { readonly measure: Measure; readonly at: number; readonly below: Tree; readonly above: Tree };

export function fitModel(method: string, shells: readonly Shell[]): Model {
  if (method === 'neighbours') return { method, shells };
  if (method === 'bayes') return { method, kinds: fitBells(shells) };
  if (method === 'tree') return { method, tree: fitTree(shells, 3) };
  throw new Error(`there is no method "${method}": neighbours, bayes or tree`);
}

export function guess(model: Model, shell: Shell): string {
  switch (model.method) {
    case 'neighbours': {
      const far = (other: Shell) => (other.length - shell.length) ** 2 + (other.width - shell.width) ** 2;
      return mostFrequent([...model.shells].sort((a, b) => far(a) - far(b)).slice(0, 5));
    }
    case 'bayes': {
      const scored = Object.entries(model.kinds).map(([kind, bell]) => ({
        kind,
        score: Math.log(bell.share) + likely(shell.length, bell.length) + likely(shell.width, bell.width),
      }));
      return scored.sort((a, b) => b.score - a.score)[0]?.kind ?? '';
    }
    case 'tree': {
      let { tree } = model;
      while (typeof tree !== 'string') tree = shell[tree.measure] < tree.at ? tree.below : tree.above;
      return tree;
    }
  }
}

function likely(value: number, [mean, variance]: readonly [number, number]): number {
  return -((value - mean) ** 2) / (2 * variance) - Math.log(variance) / 2;
}

function fitBells(shells: readonly Shell[]): Readonly<Record<string, Bell>> {
  const bell = (values: readonly number[]): [number, number] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
  };
  return Object.fromEntries(
    Object.entries(Object.groupBy(shells, ({ kind }) => kind)).map(([kind, own = []]) => [
      kind,
      {
        share: own.length / shells.length,
        length: bell(own.map(({ length }) => length)),
        width: bell(own.map(({ width }) => width)),
      },
    ]),
  );
}

/** Cuts where most shells fall to the most frequent kind of their side, as deep as told. */
function fitTree(shells: readonly Shell[], depth: number): Tree {
  const kind = mostFrequent(shells);
  if (depth === 0 || shells.every((shell) => shell.kind === kind)) return kind;
  const right = (side: readonly Shell[]) => {
    const own = mostFrequent(side);
    return side.filter((shell) => shell.kind === own).length;
  };
  let best: { measure: Measure; at: number; score: number } | undefined;
  for (const measure of ['length', 'width'] as const) {
    for (const { [measure]: at } of shells) {
      const below = shells.filter((shell) => shell[measure] < at);
      if (below.length === 0) continue;
      const score = right(below) + right(shells.filter((shell) => shell[measure] >= at));
      if (best === undefined || score > best.score) best = { measure, at, score };
    }
  }
  if (best === undefined) return kind;
  const { measure, at } = best;
  return {
    measure,
    at,
    below: fitTree(
      shells.filter((shell) => shell[measure] < at),
      depth - 1,
    ),
    above: fitTree(
      shells.filter((shell) => shell[measure] >= at),
      depth - 1,
    ),
  };
}

function mostFrequent(shells: readonly Shell[]): string {
  const counted = Object.entries(Object.groupBy(shells, ({ kind }) => kind));
  return counted.sort(([, a = []], [, b = []]) => b.length - a.length)[0]?.[0] ?? '';
}
