import { readFile } from 'node:fs/promises';
import { decodeDataset } from '../datasets/decode-dataset.ts';
import type { ImageDataset } from '../datasets/image-dataset.ts';
import type { TrainingData } from '../networks/network.ts';
import type { InputFile, StepContext } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';

/** Reads the inputs `dataset` and, when it is filled, `validation`, and sees that they belong together. */
export async function readTrainingData(inputs: StepContext['inputs']): Promise<TrainingData> {
  const trainFile = onlyFile(inputs, 'dataset');
  if (trainFile === undefined) {
    throw new StepInputError('input "dataset" has no file; give the train.npz of a preprocess step');
  }
  const train = await readDataset(trainFile);
  if (train.classNames.length < 2) {
    throw new StepInputError(`"${trainFile.name}" has ${train.classNames.length} class; a model needs at least two`);
  }
  const validationFile = onlyFile(inputs, 'validation');
  if (validationFile === undefined) return { train };
  const validation = await readDataset(validationFile);
  assertAlike(train, validation, validationFile.name);
  return { train, validation };
}

function onlyFile(inputs: StepContext['inputs'], input: string): InputFile | undefined {
  const files = inputs[input]?.files ?? [];
  if (files.length > 1) {
    throw new StepInputError(
      `input "${input}" has ${files.length} files (${files.map(({ name }) => name).join(', ')}); give one`,
    );
  }
  return files[0];
}

const readDataset = async (file: InputFile): Promise<ImageDataset> =>
  decodeDataset(await readFile(file.path), file.name);

function assertAlike(train: ImageDataset, validation: ImageDataset, file: string): void {
  const describe = ({ id, height, width, classNames }: ImageDataset): string =>
    `images of ${width} x ${height} in the classes ${classNames.join(', ')}${id === '' ? '' : ` (split ${id})`}`;
  if (describe(train) !== describe(validation)) {
    throw new StepInputError(
      `"${file}" does not belong to the training data: it has ${describe(validation)}, the training data ${describe(train)}; take both from one preprocess`,
    );
  }
}
