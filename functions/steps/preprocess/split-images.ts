import { seededRandom, shuffledIndices } from '../random/seeded-random.ts';
import { StepInputError } from '../step-input-error.ts';
import type { ChosenImages } from './choose-images.ts';
import type { LabelledImage, Split } from './labelled-image.ts';
import type { PreprocessSettings } from './preprocess-settings.ts';

export type SplitImages = Readonly<Record<Split, readonly LabelledImage[]>>;

type SplitSettings = Pick<PreprocessSettings, 'collection' | 'validationShare' | 'testShare' | 'seed'>;

/**
 * Splits class by class, so that every part has each class in its share. Where the archive has a test or validation
 * set of its own, that is the set, and no other image is added to it.
 */
export function splitImages({ images, labels }: ChosenImages, settings: SplitSettings): SplitImages {
  const random = seededRandom(settings.seed);
  const hasOwn = (split: Split): boolean => images.some((image) => image.split === split);
  const testShare = hasOwn('test') ? 0 : settings.testShare;
  const validationShare = hasOwn('validation') ? 0 : settings.validationShare;
  const chosen = new Map<LabelledImage, Split>();
  for (const label of labels) {
    const free = images.filter((image) => image.label === label && image.split === undefined);
    const test = shareOf(free.length, testShare);
    const validation = shareOf(free.length, validationShare);
    shuffledIndices(free.length, random).forEach((index, rank) => {
      const image = free[index];
      if (image !== undefined)
        chosen.set(image, rank < test ? 'test' : rank < test + validation ? 'validation' : 'train');
    });
  }
  const part = (split: Split): readonly LabelledImage[] =>
    images.filter((image) => (image.split ?? chosen.get(image)) === split);
  const split = { train: part('train'), validation: part('validation'), test: part('test') };
  for (const label of labels) assertEveryPartHas(label, split, settings.collection);
  return split;
}

const shareOf = (count: number, share: number): number => (share === 0 ? 0 : Math.max(1, Math.round(count * share)));

function assertEveryPartHas(label: string, split: SplitImages, collection: string): void {
  for (const [part, images] of Object.entries(split)) {
    if (!images.some((image) => image.label === label)) {
      throw new StepInputError(
        `class "${label}"${collection === '' ? '' : ` of collection "${collection}"`} has no image left for the ${part} set; give it more images or leave it out of "classes"`,
      );
    }
  }
}
