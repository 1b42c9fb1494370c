import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const pipelines = join(import.meta.dirname, '../fixtures/pipelines');

export interface FixtureCase {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  /** From `options.json` where the case has one. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The folders below `test/fixtures/pipelines/<group>`, each with a `valohai.yaml`. */
export function fixtureCases(group: string): readonly FixtureCase[] {
  return readdirSync(join(pipelines, group))
    .sort()
    .map((name) => {
      const folder = join(pipelines, group, name);
      const options = join(folder, 'options.json');
      return {
        name,
        folder,
        text: readFileSync(join(folder, 'valohai.yaml'), 'utf8'),
        options: existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as Record<string, unknown>) : {},
      };
    });
}
