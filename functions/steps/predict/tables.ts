import { stringify } from 'csv-stringify/sync';
import { classNameOf } from '../datasets/image-dataset.ts';
import type { NamedEvaluation } from './named-evaluation.ts';
import { summaryRows } from './summary-row.ts';

/** `predictions.csv`: one line for each model and test image. */
export function predictionsCsv(evaluations: readonly NamedEvaluation[]): string {
  const rows = evaluations.flatMap(({ slug, card, testSet, predicted, probability }) =>
    Array.from(testSet.labels, (label, image) => ({
      model: slug,
      collection: card.collection,
      image: testSet.names[image] ?? String(image),
      true_label: classNameOf(testSet, label),
      predicted_label: classNameOf(testSet, predicted[image] ?? 0),
      probability: (probability[image] ?? 0).toFixed(4),
      correct: String(predicted[image] === label),
    })),
  );
  // A spreadsheet would run a label that begins like a formula.
  return stringify(rows, { header: true, escape_formulas: true });
}

/** `summary.csv`: one line a model. */
export const summaryCsv = (evaluations: readonly NamedEvaluation[]): string =>
  stringify([...summaryRows(evaluations)], { header: true, escape_formulas: true });
