import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { StepContext } from '../../../../../functions/steps/step-context.ts';

/** Tells what it was given. */
export default async ({ inputs, parameters, outputs }: StepContext): Promise<void> => {
  const seen = [];
  for (const [input, { files }] of Object.entries(inputs)) {
    for (const { name, path, size, checksums, producer, metadata } of files) {
      const place = path.split(`inputs${sep}`).pop() ?? '';
      const content = await readFile(path, 'utf8');
      const owned = checksums.sha256 !== undefined;
      seen.push({
        input,
        name,
        place,
        content,
        size,
        owned,
        metadata,
        trial: producer?.trial,
        of: producer?.parameters,
      });
    }
  }
  await outputs.write('seen.json', JSON.stringify({ seen, parameters, here: relative('/', '/') }));
};
