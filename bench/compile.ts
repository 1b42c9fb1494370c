/**
 * What compiling costs, from a definition's text to its ASL, by shape and size. Prints Markdown.
 * `--sizes 10,100,1000` the numbers of nodes; of each the fastest of `--repeats 3`, in processor time.
 */
import { parseArgs } from 'node:util';
import { compilePlan } from '../statemachines/asl/compile-plan.ts';
import { definitionHash } from '../statemachines/definition/definition-hash.ts';
import { parseDefinition } from '../statemachines/definition/parse-definition.ts';
import { buildGraph } from '../statemachines/graph/build-graph.ts';
import { seededRandom } from '../statemachines/graph/sweep/seeded-random.ts';
import type { PlanBlock } from '../statemachines/plan/execution-plan.ts';
import { planPipeline } from '../statemachines/plan/plan-pipeline.ts';
import { definitionText, graphFamilies, graphOf } from './graph-families.ts';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '10,100,1000,10000' }, repeats: { type: 'string', default: '3' } },
});

/** Larger files than this are refused, so that larger graphs are given as graphs: reading them counts as nothing. */
const MOST_READ = 5_000;

interface Compiled {
  /** Milliseconds of processor time: reading, everything before the plan, the plan, the ASL. */
  readonly stages: readonly number[];
  readonly transitions: number;
  readonly rendezvous: number;
  /** Of all machines. */
  readonly bytes: number;
  readonly machines: number;
}

console.log(`Node ${process.version}\n`);
console.log(
  '| shape | nodes | CPU s | read | graph | plan | ASL | transitions a node | rendezvous | machines | bytes a node |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const family of graphFamilies) {
  for (const nodes of values.sizes.split(',').map(Number)) {
    const edges = family.edges(nodes, seededRandom(1, family.name));
    const tries = Array.from({ length: Number(values.repeats) }, () => compile(nodes, edges));
    const sums = tries.map(({ stages }) => stages.reduce((sum, each) => sum + each, 0));
    const best = tries[sums.indexOf(Math.min(...sums))];
    if (best === undefined) continue;
    const cells = [
      family.name,
      String(nodes),
      (Math.min(...sums) / 1000).toFixed(2),
      ...best.stages.map((ms) => (ms / 1000).toFixed(2)),
      (best.transitions / nodes).toFixed(2),
      String(best.rendezvous),
      String(best.machines),
      String(Math.round(best.bytes / nodes)),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function compile(nodes: number, edges: readonly (readonly [number, number])[]): Compiled {
  const text = definitionText(nodes, edges);
  const times = [processorMs()];
  const definition =
    nodes <= MOST_READ ? present(parseDefinition(text, 'benchmark.yaml').value, 'definition') : undefined;
  times.push(processorMs());
  const hash = definition === undefined ? '' : definitionHash(definition);
  const graph = definition === undefined ? graphOf(nodes, edges) : present(buildGraph(definition).value, 'graph');
  times.push(processorMs());
  const plan = present(planPipeline(graph, { definitionHash: hash, parameters: {}, inputs: {} }).value, 'plan');
  times.push(processorMs());
  const { value, diagnostics } = compilePlan(plan);
  times.push(processorMs());
  // What is too large for one machine is refused with its size.
  const refused = diagnostics.find(({ code }) => code === 'SL4001')?.message;
  return {
    stages: times.slice(1).map((time, index) => time - (times[index] ?? 0)),
    transitions: transitionsOf(plan.structure) + 1,
    rendezvous: plan.rendezvous.length,
    bytes:
      value?.machines.reduce((sum, { asl }) => sum + asl.length, 0) ??
      Number(/have (\d+) bytes/u.exec(refused ?? '')?.[1] ?? Number.NaN),
    machines: value?.machines.length ?? 0,
  };
}

/** Transitions of a run in which everybody who waits is there before the signal. */
function transitionsOf(block: PlanBlock): number {
  switch (block.kind) {
    case 'series':
    case 'parallel':
      return block.blocks.reduce((sum, each) => sum + transitionsOf(each), block.kind === 'parallel' ? 1 : 0);
    case 'map':
    case 'child':
      return 1 + transitionsOf(block.body);
    case 'signal':
      return 2 + block.waiters;
    default:
      return 1;
  }
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what} came out`);
  return value;
}
