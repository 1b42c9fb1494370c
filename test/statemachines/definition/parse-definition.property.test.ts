import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseDefinition } from '../../../statemachines/definition/parse-definition.ts';
import { formatDiagnostics } from '../../../statemachines/diagnostics/format-diagnostic.ts';

const full = process.env['SLIPWAY_TEST_FULL'] !== undefined;
const settings = { seed: 20_260_801, numRuns: full ? 5_000 : 100 };
const fixtures = ['everything-of-valohai', 'everything-of-slipway'].map((name) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/pipelines', name, 'valohai.yaml'), 'utf8'),
);

/** Ends in a definition or in at most a hundred diagnostics, each within the text, and all of them can be printed. */
function check(text: string): void {
  const { value, diagnostics } = parseDefinition(text, 'f');
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(value === undefined).toBe(failed);
  expect(diagnostics.length).toBeLessThanOrEqual(100);
  for (const { span } of diagnostics) {
    if (span === undefined) continue;
    expect(span.line).toBeGreaterThan(0);
    expect(span.column).toBeGreaterThan(0);
    expect(span.offset + span.length).toBeLessThanOrEqual(text.length);
  }
  expect(formatDiagnostics(diagnostics, text)).not.toContain('undefined');
}

const yamlish = fc.array(
  fc.constantFrom(
    '- ',
    '  ',
    '\n',
    ': ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: ',
    '!x ',
    '? ',
    '| ',
    '> ',
    '#',
    ',',
    '\t',
    '---\n',
    '%',
    'step',
    'name',
    'pipeline',
    'nodes',
    '5',
    'true',
    'null',
    '__proto__',
    'constructor',
    'é',
    '😀',
  ),
  { maxLength: 60 },
);

const anyPart: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, '', 'x', '__proto__', 'a.b.c', [], {}, [null], { name: null }),
  fc.jsonValue({ maxDepth: 3 }),
);

describe('parseDefinition', () => {
  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check), settings);
  });

  it('takes any mixture of the pieces of YAML', () => {
    fc.assert(
      fc.property(yamlish, (pieces) => check(pieces.join(''))),
      settings,
    );
  });

  it('takes a valid file with any part of its text exchanged', () => {
    const edit = fc.record({
      file: fc.constantFrom(...fixtures),
      at: fc.nat(),
      length: fc.nat({ max: 40 }),
      pieces: yamlish,
    });
    fc.assert(
      fc.property(edit, ({ file, at, length, pieces }) => {
        const start = at % file.length;
        check(file.slice(0, start) + pieces.join('') + file.slice(start + length));
      }),
      settings,
    );
  });

  it('takes a valid definition with any value anywhere', () => {
    const keys = ['step', 'task', 'pipeline', 'endpoint', 'deployment'];
    const fields = [
      'name',
      'image',
      'command',
      'handler',
      'parameters',
      'inputs',
      'nodes',
      'edges',
      'sweep',
      'rules',
      'type',
      'style',
      'schedules',
      'retry',
      'step',
      'mounts',
      'resources',
      'actions',
      'override',
    ];
    const item = fc.dictionary(
      fc.constantFrom(...fields),
      fc.oneof(anyPart, fc.array(fc.dictionary(fc.constantFrom(...fields), anyPart), { maxLength: 3 })),
    );
    const file = fc.array(
      fc.tuple(fc.constantFrom(...keys), item).map(([key, value]) => ({ [key]: value })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(file, (definitions) => check(JSON.stringify(definitions))),
      settings,
    );
  });
});
