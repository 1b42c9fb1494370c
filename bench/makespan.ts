/**
 * How much longer than its critical path a pipeline takes: compiled by Slipway and run on the virtual clock, with level
 * barriers, and series-parallelised with and without knowing the durations. Orchestration itself costs no time here.
 * Prints Markdown. `--graphs 100` of each shape; durations are log-normal with sigma 1.
 */
import { parseArgs } from 'node:util';
import { estimateRun } from '../estimate/run/estimate-run.ts';
import { compilePipeline } from '../statemachines/compile.ts';
import { seededRandom } from '../statemachines/graph/sweep/seeded-random.ts';
import { criticalPath, levelBarriers, seriesParallel, type TimedGraph } from './barrier-schedules.ts';
import { definitionText, graphFamilies } from './graph-families.ts';

const { values } = parseArgs({ options: { graphs: { type: 'string', default: '100' } } });

console.log(`Node ${process.version}; makespan divided by critical path, median / 95th percentile\n`);
console.log('| shape | nodes | Slipway | level barriers | series-parallel, durations known | unknown |');
console.log('|---|---|---|---|---|---|');
for (const family of graphFamilies) {
  for (const nodes of [20, 60]) {
    const random = seededRandom(1, `${family.name} ${nodes}`);
    const ratios: { slipway: number; levels: number; known: number; unknown: number }[] = [];
    for (let count = 0; count < Number(values.graphs); count += 1) {
      const edges = family.edges(nodes, random);
      // Whole milliseconds: the engine's clock has no finer ones.
      const seconds = Array.from({ length: nodes }, () => Math.ceil(1000 * logNormal(random)) / 1000);
      const before = Array.from({ length: nodes }, (_, node) =>
        edges.filter(([, to]) => to === node).map(([from]) => from),
      );
      const graph: TimedGraph = { size: nodes, before, seconds };
      const least = criticalPath(graph);
      ratios.push({
        slipway: (await makespan(nodes, edges, seconds)) / least,
        levels: levelBarriers(graph) / least,
        known: seriesParallel(graph, seconds) / least,
        unknown:
          seriesParallel(
            graph,
            Array.from({ length: nodes }, () => 1),
          ) / least,
      });
    }
    const columns = (['slipway', 'levels', 'known', 'unknown'] as const).map((column) => {
      const sorted = ratios.map((each) => each[column]).sort((a, b) => a - b);
      const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
      return `${at(0.5)} / ${at(0.95)}`;
    });
    console.log(`| ${[family.name, String(nodes), ...columns].join(' | ')} |`);
  }
}

async function makespan(
  nodes: number,
  edges: readonly (readonly [number, number])[],
  seconds: readonly number[],
): Promise<number> {
  const { value } = compilePipeline(definitionText(nodes, edges), 'benchmark.yaml');
  if (value === undefined) throw new Error('the graph was refused');
  const durations = Object.fromEntries(seconds.map((each, index) => [`n${index}`, each]));
  const { status, makespanSeconds } = await estimateRun(value, durations);
  if (status !== 'SUCCEEDED') throw new Error(`the run ${status}`);
  return makespanSeconds;
}

/** Median 1, sigma 1 (Box and Muller). */
function logNormal(random: () => number): number {
  return Math.exp(Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}
