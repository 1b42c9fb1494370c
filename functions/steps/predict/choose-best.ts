import type { Evaluation } from './evaluation.ts';

/** The accuracy on validation images, which a choice may look at; test images must not choose what they judge. */
export const validationAccuracyOf = ({ card }: Pick<Evaluation, 'card'>): number | undefined =>
  card.metrics['val_accuracy'];

/** The model with the best validation accuracy, the first of equals; the first where none was validated. */
export function chooseBest<Candidate extends Evaluation>(evaluations: readonly Candidate[]): Candidate | undefined {
  return evaluations.reduce<Candidate | undefined>((best, candidate) => {
    if (best === undefined) return candidate;
    return (validationAccuracyOf(candidate) ?? -1) > (validationAccuracyOf(best) ?? -1) ? candidate : best;
  }, undefined);
}

/** The best model of each collection, in the order in which the collections come. */
export function chooseBestOfEach<Candidate extends Evaluation>(
  evaluations: readonly Candidate[],
): readonly Candidate[] {
  const groups = Map.groupBy(evaluations, ({ card }) => `${card.collection}\n${card.dataset}`);
  return Array.from(groups.values()).flatMap((group) => chooseBest(group) ?? []);
}
