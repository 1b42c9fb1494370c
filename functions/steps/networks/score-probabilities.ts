import type { ImageDataset } from '../datasets/image-dataset.ts';
import type { Score } from './network.ts';

// The smallest probability that single precision tells from zero: keeps the loss of a sure mistake finite.
const SMALLEST = 1e-7;

/** The most probable class of an image; the lowest number where two are equal. */
export function likeliestClass(probabilities: Float32Array, classes: number, image: number): number {
  let best = 0;
  for (let label = 1; label < classes; label++) {
    if (probabilityOf(probabilities, classes, image, label) > probabilityOf(probabilities, classes, image, best))
      best = label;
  }
  return best;
}

export const probabilityOf = (probabilities: Float32Array, classes: number, image: number, label: number): number =>
  probabilities[image * classes + label] ?? 0;

/** Loss and accuracy of probabilities against the true labels. */
export function scoreProbabilities(
  probabilities: Float32Array,
  { labels, classNames }: Pick<ImageDataset, 'labels' | 'classNames'>,
): Score {
  const classes = classNames.length;
  let loss = 0;
  let right = 0;
  labels.forEach((label, image) => {
    loss -= Math.log(Math.max(SMALLEST, probabilityOf(probabilities, classes, image, label)));
    if (likeliestClass(probabilities, classes, image) === label) right++;
  });
  return { loss: loss / labels.length, accuracy: right / labels.length };
}
