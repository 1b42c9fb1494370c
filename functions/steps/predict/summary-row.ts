import { validationAccuracyOf } from './choose-best.ts';
import type { NetworkCard } from '../networks/network.ts';
import { rightCount } from './evaluation.ts';
import type { NamedEvaluation } from './named-evaluation.ts';

/** One line of the summary: a model, what it was trained with, how good it is. */
export type SummaryRow = Readonly<Record<string, string | number>>;

/** A model's parameters as columns; the parameter `model` is called `network`, since `model` is the model's name. */
export function parameterColumns({ parameters }: NetworkCard): SummaryRow {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name === 'model' ? 'network' : name, value]),
  );
}

/** The same columns for every model; empty where a model lacks a value. */
export function summaryRows(evaluations: readonly NamedEvaluation[]): readonly SummaryRow[] {
  const parameters = [...new Set(evaluations.flatMap(({ card }) => Object.keys(parameterColumns(card))))];
  return evaluations.map((evaluation) => ({
    model: evaluation.slug,
    execution: evaluation.execution,
    collection: evaluation.card.collection,
    ...Object.fromEntries(parameters.map((name) => [name, parameterColumns(evaluation.card)[name] ?? ''])),
    val_accuracy: rounded(validationAccuracyOf(evaluation)),
    test_accuracy: rounded(evaluation.accuracy),
    test_loss: rounded(evaluation.loss),
    test_right: rightCount(evaluation),
    test_images: evaluation.testSet.labels.length,
    training_seconds: evaluation.trainingSeconds ?? '',
  }));
}

const rounded = (value: number | undefined): number | '' => (value === undefined ? '' : Math.round(value * 1e6) / 1e6);
