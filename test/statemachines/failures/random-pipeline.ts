import fc from 'fast-check';
import type { ShortPipeline } from './define.ts';
import type { RuleAxis, RuleNode, RulePipeline } from './interpret.ts';
import type { Act } from './run-pipeline.ts';

/** A generated pipeline, for the compiler and for the interpreter of the rules, and how its executions end. */
export interface RandomPipeline {
  readonly short: ShortPipeline;
  readonly rules: RulePipeline;
  readonly act: (executionId: string, node: string, attempt: number) => Act;
  readonly outcome: (executionId: string, node: string) => 'succeeded' | 'failed' | 'errored';
}

const sweepModes = ['continue-and-error', 'continue-and-complete', 'stop-all-and-error'] as const;

/** Pseudo-random and the same for the same seed: what is generated hangs together too much for a generator of parts. */
export function randomPipeline(): fc.Arbitrary<{ readonly seed: number }> {
  return fc.record({ seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }) });
}

export function pipelineOf(seed: number): RandomPipeline {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let warm = 0; warm < 3; warm += 1) random();
  const chance = (share: number) => random() < share;
  const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)] as T;

  const size = 2 + Math.floor(random() * 6);
  const swept = chance(0.45);
  const mode = pick(sweepModes.slice(0, 2));
  const axes: RuleAxis[] = swept
    ? Array.from({ length: chance(0.4) ? 2 : 1 }, (_, index) => ({
        id: `x${index}`,
        size: pick([2, 3]),
        mode: chance(0.15) ? 'stop-all-and-error' : mode,
      })).map((axis, _, all) => ({ ...axis, mode: all[0]?.mode ?? axis.mode }))
    : [];
  const plain = chance(0.1);
  const nodes: RuleNode[] = [];
  const grouped = new Set<string>();
  for (let index = 0; index < size; index += 1) {
    const name = `n${index}`;
    const earlier = nodes.filter((node) => !node.finally).map((node) => node.name);
    const sources = earlier.filter((_, place) => chance(earlier.length - place <= 2 ? 0.45 : 0.12));
    const own: RuleAxis | undefined = chance(0.15)
      ? { id: name, size: pick([2, 3]), mode: pick(sweepModes) }
      : undefined;
    const dependsOn = plain || sources.length === 0 || chance(0.5) ? undefined : writtenOver(sources, grouped);
    const named = sources.filter((source) => dependsOn?.includes(source) === true);
    const edges = sources.filter((source) => !named.includes(source) || chance(0.3));
    const when =
      plain || !chance(0.15)
        ? undefined
        : chance(0.5) && sources[0] !== undefined
          ? { succeeded: sources[0] }
          : chance(0.5);
    if (own !== undefined) grouped.add(name);
    nodes.push({
      name,
      edges,
      ...(dependsOn === undefined ? {} : { depends: dependsOn }),
      onError: plain || chance(0.6) ? 'stop-all' : pick(['stop-next', 'continue'] as const),
      ...(when === undefined ? {} : { when }),
      takes: axes.filter(() => chance(index === 0 ? 0.8 : 0.2)).map((axis) => axis.id),
      gathers: axes.length > 0 && sources.length > 0 && chance(0.3) ? gatheredOf() : [],
      ...(own === undefined ? {} : { own }),
      finally: false,
    });
  }
  if (chance(0.25)) {
    nodes.push({ name: 'end0', edges: [], onError: 'stop-all', takes: [], gathers: [], finally: true });
    if (chance(0.5))
      nodes.push({ name: 'end1', edges: ['end0'], onError: 'stop-all', takes: [], gathers: [], finally: true });
  }
  const taken = axes.filter((axis) => nodes.some((node) => node.takes.includes(axis.id)));
  const rules: RulePipeline = { nodes, axes: taken, statusMode: chance(0.3) ? 'argo' : 'outcome' };

  const badness = pick([0.05, 0.2, 0.5]);
  const outcomes = new Map<string, 'succeeded' | 'failed' | 'errored'>();
  const faults = new Map<string, readonly Act[]>();
  const outcome = (executionId: string): 'succeeded' | 'failed' | 'errored' => {
    const known = outcomes.get(executionId);
    if (known !== undefined) return known;
    // By the execution alone, so that the order in which they run changes nothing.
    const hash = hashOf(`${seed} ${executionId}`);
    const bad = (hash % 1000) / 1000 < badness;
    const decided = !bad ? 'succeeded' : hash % 7 < 4 ? 'failed' : 'errored';
    outcomes.set(executionId, decided);
    const fault = (hash >>> 8) % 9;
    if (decided === 'errored' && fault < 4) faults.set(executionId, [fault < 2 ? 'throttled' : 'killed']);
    return decided;
  };
  const act = (executionId: string): Act => {
    const decided = outcome(executionId);
    return faults.get(executionId)?.[0] ?? decided;
  };
  return { short: shortOf(rules), rules, act, outcome };

  /** Of two axes one may go on. */
  function gatheredOf(): 'all' | readonly string[] {
    const [, second] = axes;
    return second !== undefined && chance(0.6) ? [pick(axes).id] : 'all';
  }

  function writtenOver(sources: readonly string[], groups: ReadonlySet<string>): string {
    const leaf = (source: string): string => {
      const results = ['', '', '.Succeeded', '.Failed', '.Errored', '.Skipped', '.Omitted'];
      if (groups.has(source)) results.push('.AnySucceeded', '.AllFailed');
      return `${chance(0.15) ? '!' : ''}${source}${pick(results)}`;
    };
    const parts = sources
      .filter(() => chance(0.8))
      .map((source) => (chance(0.3) ? `(${leaf(source)} || ${leaf(source)})` : leaf(source)));
    if (parts.length === 0) return leaf(sources[0] ?? '');
    return parts.reduce((left, right) => (chance(0.5) ? `${left} && ${right}` : `(${left} || ${right})`));
  }
}

function shortOf({ nodes, axes, statusMode }: RulePipeline): ShortPipeline {
  const last = nodes.filter((node) => node.finally).map((node) => node.name);
  return {
    nodes: Object.fromEntries(
      nodes.map((node) => [
        node.name,
        {
          ...(node.depends === undefined ? {} : { depends: node.depends }),
          ...(node.onError === 'stop-all' ? {} : { 'on-error': node.onError }),
          ...(node.when === undefined ? {} : { when: whenOf(node.when) }),
          ...gatherOf(node, axes),
          ...(node.own === undefined ? {} : { trials: node.own.size, 'on-child-error': node.own.mode }),
        },
      ]),
    ),
    edges: nodes.flatMap((node) => node.edges.map((source) => `${source} > ${node.name}`)),
    fields: {
      'status-mode': statusMode,
      ...(last.length === 0 ? {} : { finally: last }),
      ...(axes.length === 0
        ? {}
        : {
            parameters: axes.map((axis) => ({
              name: axis.id,
              targets: nodes
                .filter((node) => node.takes.includes(axis.id))
                .map((node) => `${node.name}.parameter.${axis.id}`),
            })),
            sweep: {
              parameters: Object.fromEntries(
                axes.map((axis) => [axis.id, Array.from({ length: axis.size }, (_, index) => index)]),
              ),
              'on-child-error': axes[0]?.mode,
            },
          }),
    },
  };
}

/** An axis that nobody takes is no axis of the sweep. */
function gatherOf({ gathers }: RuleNode, axes: readonly RuleAxis[]): { readonly gather?: true | readonly string[] } {
  if (gathers === 'all') return { gather: true };
  const known = gathers.filter((id) => axes.some((axis) => axis.id === id));
  return known.length === 0 ? {} : { gather: known };
}

function whenOf(when: NonNullable<RuleNode['when']>): string {
  if (typeof when === 'object') return `${when.succeeded}.status == "succeeded"`;
  return when ? 'parameter.mode == "full"' : 'parameter.mode == "fast"';
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619) >>> 0;
  hash ^= hash >>> 15;
  return Math.imul(hash, 2_246_822_519) >>> 0;
}
