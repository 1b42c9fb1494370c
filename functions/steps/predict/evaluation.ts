import type { ImageDataset } from '../datasets/image-dataset.ts';
import type { Classifier, NetworkCard } from '../networks/network.ts';
import { likeliestClass, probabilityOf, scoreProbabilities } from '../networks/score-probabilities.ts';
import type { TrainedModel } from './trained-model.ts';

/** What a model said about every image of its test set. */
export interface Evaluation {
  readonly execution: string;
  readonly card: NetworkCard;
  readonly trainingSeconds?: number;
  readonly testSet: ImageDataset;
  /** The class given to each test image, and with what probability. */
  readonly predicted: Uint8Array;
  readonly probability: Float32Array;
  readonly accuracy: number;
  /** Mean cross-entropy, in nats an image. */
  readonly loss: number;
  /** Rows are true classes, columns are predicted ones. */
  readonly confusion: readonly (readonly number[])[];
}

export function evaluateModel(model: TrainedModel, classifier: Classifier, testSet: ImageDataset): Evaluation {
  const classes = testSet.classNames.length;
  const probabilities = classifier.classify(testSet);
  const predicted = Uint8Array.from(testSet.labels, (_, image) => likeliestClass(probabilities, classes, image));
  const confusion = testSet.classNames.map(() => testSet.classNames.map(() => 0));
  testSet.labels.forEach((label, image) => {
    const row = confusion[label];
    const column = predicted[image];
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  });
  return {
    execution: model.execution,
    card: classifier.card,
    ...(model.trainingSeconds === undefined ? {} : { trainingSeconds: model.trainingSeconds }),
    testSet,
    predicted,
    probability: Float32Array.from(predicted, (label, image) => probabilityOf(probabilities, classes, image, label)),
    ...scoreProbabilities(probabilities, testSet),
    confusion,
  };
}

/** How many test images the model was right about. */
export const rightCount = ({ confusion }: Evaluation): number =>
  confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
