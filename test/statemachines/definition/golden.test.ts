import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { normaliseDefinition } from '../../../statemachines/definition/normalise-definition.ts';
import { parseDefinition } from '../../../statemachines/definition/parse-definition.ts';
import { formatDiagnostics } from '../../../statemachines/diagnostics/format-diagnostic.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/pipelines');
const cases = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(fixtures, entry.name, 'valohai.yaml')))
  .map((entry) => entry.name);

/** Every folder of fixtures: what its valohai.yaml means (`definition.json`) and what is wrong with it (`diagnostics.txt`). */
describe.each(cases)('parseDefinition of %s', (name) => {
  const text = readFileSync(join(fixtures, name, 'valohai.yaml'), 'utf8');
  const { value, diagnostics } = parseDefinition(text, 'valohai.yaml');

  it.runIf(value !== undefined)('reads the definition', async () => {
    const json = value === undefined ? '' : `${JSON.stringify(normaliseDefinition(value), null, 2)}\n`;
    await expect(json).toMatchFileSnapshot(join(fixtures, name, 'definition.json'));
  });

  it.runIf(diagnostics.length > 0)('prints the diagnostics', async () => {
    await expect(`${formatDiagnostics(diagnostics, text)}\n`).toMatchFileSnapshot(
      join(fixtures, name, 'diagnostics.txt'),
    );
  });
});
