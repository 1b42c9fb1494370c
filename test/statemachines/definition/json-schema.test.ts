import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { codes } from '../../../statemachines/diagnostics/codes.ts';
import { definitionJsonSchema } from '../../../statemachines/definition/valohai/schema/file-schema.ts';

const root = join(import.meta.dirname, '../../..');
const written = readFileSync(join(root, 'docs/valohai.schema.json'), 'utf8');
const schema: unknown = JSON.parse(written);
const isValid = new Ajv2020({ strict: false }).compile(schema as object);

const fixture = (name: string) => readFileSync(join(root, 'test/fixtures/pipelines', name, 'valohai.yaml'), 'utf8');

function accepts(text: string): boolean {
  return isValid(parse(text, { version: '1.1', merge: true }));
}

describe('definitionJsonSchema', () => {
  it('is what docs/valohai.schema.json says', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(definitionJsonSchema())));
  });

  it.each(['everything-of-valohai', 'everything-of-slipway'])('takes %s', (name) => {
    expect(accepts(fixture(name))).toBe(true);
  });

  it.each(['SL1008', 'SL1020', 'SL1021', 'SL1022', 'SL1023', 'SL1024', 'SL1025', 'SL1028', 'SL1060'] as const)(
    'refuses the example of %s, and takes the one put right',
    (code) => {
      const { wrong = '', right = '' } = codes[code];
      expect([accepts(wrong), accepts(right)]).toEqual([false, true]);
    },
  );
});
