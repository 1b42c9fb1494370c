import type { ImageDataset } from '../datasets/image-dataset.ts';

/**
 * For each class some of its images, evenly spaced over the set, whatever was predicted for them: the share of mistakes
 * among them is then about the model's own.
 */
export function sampleImages(dataset: ImageDataset, perClass: number): readonly (readonly number[])[] {
  return dataset.classNames.map((_, label) => {
    const images = Array.from(dataset.labels.keys()).filter((image) => dataset.labels[image] === label);
    const count = Math.min(perClass, images.length);
    return Array.from({ length: count }, (_unused, place) => images[Math.floor((place * images.length) / count)] ?? 0);
  });
}
