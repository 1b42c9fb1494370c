import { awsLocalContestant, createBenchEngine, ownContestant, type Contestant } from './contestants.ts';
import type { BenchCase } from './machines.ts';

const WARM_UPS = 3;
const ROUNDS = 9;

export interface Compared {
  readonly name: string;
  /** Medians, in milliseconds. */
  readonly awsLocal: number;
  readonly jsonPath: number;
  readonly jsonata: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[values.length >> 1] ?? NaN;

/** Rounds take turns, so that a machine that grows busy slows all contestants alike. */
export const compare = async (benchCase: BenchCase): Promise<Compared> => {
  const { name, jsonPath, jsonata, input } = benchCase;
  const engine = createBenchEngine();
  const contestants: readonly Contestant[] = [
    awsLocalContestant(jsonPath, input),
    await ownContestant(engine, 'path', jsonPath, input),
    await ownContestant(engine, 'ata', jsonata, input),
  ];
  const times = contestants.map((): number[] => []);
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const start = performance.now();
      await contestant();
      if (round >= 0) times[index]?.push(performance.now() - start);
    }
  }
  await engine.close();
  const [awsLocal = NaN, path = NaN, ata = NaN] = times.map(median);
  return { name, awsLocal, jsonPath: path, jsonata: ata };
};
