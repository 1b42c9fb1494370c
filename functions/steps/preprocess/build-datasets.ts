import { createHash } from 'node:crypto';
import type { ImageDataset } from '../datasets/image-dataset.ts';
import { resizeGreyImage } from '../images/resize-grey-image.ts';
import { StepInputError } from '../step-input-error.ts';
import type { LabelledImage, Split } from './labelled-image.ts';
import type { PreprocessSettings } from './preprocess-settings.ts';
import type { SplitImages } from './split-images.ts';

type DatasetSettings = Pick<PreprocessSettings, 'collection' | 'classNames' | 'size'>;

/** Decodes, resizes and packs the three parts, which then share one `id`. */
export function buildDatasets(
  split: SplitImages,
  labels: readonly string[],
  settings: DatasetSettings,
): Readonly<Record<Split, ImageDataset>> {
  const classNames = labels.map((label) => nameOf(label, settings.classNames));
  const packed = {
    train: pack(split.train, labels, settings.size),
    validation: pack(split.validation, labels, settings.size),
    test: pack(split.test, labels, settings.size),
  };
  const id = fingerprint([settings.collection, ...classNames], Object.values(packed));
  const shared = { id, collection: settings.collection, classNames, height: settings.size, width: settings.size };
  return {
    train: { ...shared, ...packed.train },
    validation: { ...shared, ...packed.validation },
    test: { ...shared, ...packed.test },
  };
}

type PackedImages = Pick<ImageDataset, 'pixels' | 'labels' | 'names'>;

function pack(images: readonly LabelledImage[], labels: readonly string[], size: number): PackedImages {
  const pixels = new Uint8Array(images.length * size * size);
  images.forEach((image, index) => {
    pixels.set(resizeGreyImage(image.pixels(), size, size).pixels, index * size * size);
  });
  return {
    pixels,
    labels: Uint8Array.from(images, ({ label }) => labels.indexOf(label)),
    names: images.map(({ name }) => name),
  };
}

function nameOf(label: string, classNames: readonly string[]): string {
  if (classNames.length === 0) return label;
  const name = classNames[Number(label)];
  if (name === undefined) {
    throw new StepInputError(
      `parameter "class_names" has ${classNames.length} names and none for the label "${label}"; name every label from 0 on`,
    );
  }
  return name;
}

function fingerprint(texts: readonly string[], parts: readonly PackedImages[]): string {
  const hash = createHash('sha256').update(JSON.stringify(texts));
  for (const { pixels, labels, names } of parts) hash.update(pixels).update(labels).update(JSON.stringify(names));
  return hash.digest('hex').slice(0, 16);
}
