import { parse } from 'csv-parse/sync';
import { StepInputError } from '../step-input-error.ts';

export type LabelsRow = Readonly<Record<string, string>> & { readonly image: string; readonly label: string };

/**
 * The rows of a labels CSV: a header line, then one image a line. `image` and `label` must be columns; any other
 * column is kept, so that a sweep can choose by it.
 * @throws StepInputError naming `file` and the line.
 */
export function readLabelsTable(bytes: Uint8Array, file: string): readonly LabelsRow[] {
  const rows = parseRows(bytes, file);
  const columns = Object.keys(rows[0] ?? {});
  if (rows.length === 0)
    throw new StepInputError(`"${file}" names no image: it needs a header line and one line an image`);
  for (const column of ['image', 'label']) {
    if (!columns.includes(column)) {
      throw new StepInputError(`"${file}" has no column "${column}"; its columns are ${columns.join(', ')}`);
    }
  }
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const { image = '', label = '' } = row;
    const line = index + 2;
    if (image === '') throw new StepInputError(`"${file}" line ${line} names no image`);
    if (label === '') throw new StepInputError(`"${file}" line ${line} gives "${image}" no label`);
    if (seen.has(image)) throw new StepInputError(`"${file}" line ${line} names "${image}" a second time`);
    seen.add(image);
    return { ...row, image, label };
  });
}

function parseRows(bytes: Uint8Array, file: string): readonly Readonly<Record<string, string>>[] {
  try {
    return parse(Buffer.from(bytes), { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepInputError(`"${file}" is not a readable CSV file: ${reason}`);
  }
}
