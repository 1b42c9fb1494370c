import type { InputFile } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';
import { readIdxFile } from './idx-file.ts';
import { readInputFile } from './read-input-file.ts';
import type { LabelledImage } from './labelled-image.ts';

const NAME = /^(train|t10k|test)-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/;

interface IdxPair {
  images?: InputFile;
  labels?: InputFile;
}

export const isIdxName = (name: string): boolean => NAME.test(name);

/**
 * The images of IDX pairs: `train-images-idx3-ubyte[.gz]` with `train-labels-idx1-ubyte[.gz]`, and optionally the same
 * with `t10k`, which is the archive's own test set. Labels are the numbers as text.
 */
export async function readIdxArchive(files: readonly InputFile[]): Promise<readonly LabelledImage[]> {
  const pairs: Record<'train' | 'test', IdxPair> = { train: {}, test: {} };
  for (const file of files) {
    const [, set, content] = NAME.exec(file.name) ?? [];
    const pair = pairs[set === 'train' ? 'train' : 'test'];
    const part = content === 'images' ? 'images' : 'labels';
    if (pair[part] !== undefined) {
      throw new StepInputError(`"${pair[part].name}" and "${file.name}" are both the ${part} of one set; give one`);
    }
    pair[part] = file;
  }
  const train = await readPair(pairs.train, 'train');
  if (train.length === 0) {
    throw new StepInputError(
      'the training images are missing: give train-images-idx3-ubyte and train-labels-idx1-ubyte',
    );
  }
  return [...train, ...(await readPair(pairs.test, 't10k'))];
}

async function readPair({ images, labels }: IdxPair, set: 'train' | 't10k'): Promise<readonly LabelledImage[]> {
  if (images === undefined && labels === undefined) return [];
  if (images === undefined || labels === undefined) {
    const missing = images === undefined ? `${set}-images-idx3-ubyte` : `${set}-labels-idx1-ubyte`;
    throw new StepInputError(
      `"${(images ?? labels)?.name ?? ''}" is given without its partner "${missing}"; give both`,
    );
  }
  const imageFile = readIdxFile(await readInputFile(images), images.name, 3);
  const labelFile = readIdxFile(await readInputFile(labels), labels.name, 1);
  const [count = 0, height = 0, width = 0] = imageFile.dimensions;
  if (count !== labelFile.dimensions[0]) {
    throw new StepInputError(
      `"${images.name}" holds ${count} images and "${labels.name}" ${labelFile.dimensions[0] ?? 0} labels; they must belong together`,
    );
  }
  const size = width * height;
  return Array.from(labelFile.data, (label, index) => ({
    name: `${set}/${String(index).padStart(5, '0')}`,
    label: String(label),
    ...(set === 't10k' ? { split: 'test' as const } : {}),
    columns: {},
    pixels: () => ({ width, height, pixels: imageFile.data.subarray(index * size, (index + 1) * size) }),
  }));
}
