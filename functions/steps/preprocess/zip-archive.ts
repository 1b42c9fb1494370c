import { unzipSync } from 'fflate';
import type { InputFile } from '../step-context.ts';
import { StepInputError } from '../step-input-error.ts';
import { decodeGreyImage } from '../images/decode-grey-image.ts';
import type { LabelledImage, Split } from './labelled-image.ts';
import { readLabelsTable, type LabelsRow } from './labels-table.ts';
import { readInputFile } from './read-input-file.ts';

// A zip may promise a thousand times its own size; this bounds what it unfolds into within a function's memory.
const MAXIMUM_UNFOLDED_BYTES = 1024 * 1024 * 1024;
const SPLITS: readonly string[] = ['train', 'validation', 'test'] satisfies Split[];

/** The images of a zip of PNG or JPEG files that a labels CSV names; files that it does not name are left out. */
export async function readZipArchive(archive: InputFile, labels: InputFile): Promise<readonly LabelledImage[]> {
  const entries = unzip(await readInputFile(archive), archive.name);
  const rows = readLabelsTable(await readInputFile(labels), labels.name);
  const missing = rows.filter(({ image }) => !entries.has(image));
  if (missing.length > 0) {
    const named = missing.slice(0, 5).map(({ image }) => `"${image}"`);
    throw new StepInputError(
      `"${labels.name}" names ${missing.length} of its ${rows.length} images that are not in "${archive.name}": ${named.join(', ')}${missing.length > 5 ? ', ...' : ''}; add them or take out their lines`,
    );
  }
  return rows.map((row) => labelledImage(row, entries.get(row.image) ?? new Uint8Array(), labels.name));
}

function labelledImage(row: LabelsRow, bytes: Uint8Array, table: string): LabelledImage {
  const { image: name, label, split = '', ...columns } = row;
  if (split !== '' && !SPLITS.includes(split)) {
    throw new StepInputError(
      `"${table}" puts "${name}" in the split "${split}"; allowed are ${SPLITS.join(', ')}, or nothing`,
    );
  }
  return {
    name,
    label,
    ...(split === '' ? {} : { split: split as Split }),
    columns,
    pixels: () => decodeGreyImage(bytes, name),
  };
}

function unzip(bytes: Uint8Array, file: string): ReadonlyMap<string, Uint8Array> {
  let unfolded = 0;
  const check = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    if (/^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(name)) {
      throw new StepInputError(
        `"${file}" has an entry "${name}" that points outside the archive; make the zip again from inside its folder`,
      );
    }
    unfolded += originalSize;
    if (unfolded > MAXIMUM_UNFOLDED_BYTES) {
      throw new StepInputError(
        `"${file}" unfolds into more than ${MAXIMUM_UNFOLDED_BYTES / 2 ** 20} MiB; split it into smaller archives`,
      );
    }
    return !name.endsWith('/');
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter: check })));
  } catch (error) {
    if (error instanceof StepInputError) throw error;
    throw new StepInputError(
      `"${file}" (${bytes.length} bytes) is not a readable zip archive; it is damaged or cut short, fetch it again`,
    );
  }
}
