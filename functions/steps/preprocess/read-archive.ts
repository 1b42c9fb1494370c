import type { InputFile, StepContext } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';
import { isIdxName, readIdxArchive } from './idx-archive.ts';
import type { LabelledImage } from './labelled-image.ts';
import { readZipArchive } from './zip-archive.ts';

/** The images of the inputs `images` and `labels`: IDX pairs, or one zip with one labels CSV. */
export async function readArchive(inputs: StepContext['inputs']): Promise<readonly LabelledImage[]> {
  const images = inputs['images']?.files ?? [];
  const labels = inputs['labels']?.files ?? [];
  const files = [...images, ...labels];
  if (images.length === 0) {
    throw new StepInputError(
      'input "images" has no file; give IDX files, or a zip of PNG or JPEG images with a labels CSV',
    );
  }
  const stray = files.find((file) => !isIdxName(file.name));
  if (stray === undefined) return readIdxArchive(files);
  const [archive, ...others] = images;
  const [table, ...otherTables] = labels;
  if (archive === undefined || others.length > 0 || !archive.name.toLowerCase().endsWith('.zip')) {
    throw new StepInputError(
      `input "images" has "${stray.name}" among ${countOf(images)}; give IDX files with their usual names (train-images-idx3-ubyte.gz, ...), or one .zip`,
    );
  }
  if (table === undefined || otherTables.length > 0) {
    throw new StepInputError(
      `input "labels" has ${countOf(labels)}; "${archive.name}" needs one CSV with the columns image and label`,
    );
  }
  return readZipArchive(archive, table);
}

const countOf = (files: readonly InputFile[]): string => `${files.length} file${files.length === 1 ? '' : 's'}`;
