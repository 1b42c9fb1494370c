import { randomUUID } from 'node:crypto';
import { seedFrom, seededRandom, uuidFrom } from '../expression/seeded-random.ts';

/** Gives a UUID that is not taken yet: with a seed and a data folder, an earlier life of the process has drawn the same. */
export type NewId = (taken: (id: string) => boolean) => string;

/** Random, or with a seed the same in every run. */
export const createNewId = (seed: string | undefined): NewId => {
  const random = seed === undefined ? undefined : seededRandom(seedFrom(`${seed}:ids`));
  const draw = random === undefined ? randomUUID : () => uuidFrom(random);
  return (taken) => {
    for (;;) {
      const id = draw();
      if (!taken(id)) return id;
    }
  };
};
