import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseDefinition } from '../../../statemachines/definition/parse-definition.ts';
import type { CodeEntry } from '../../../statemachines/diagnostics/codes/code-entry.ts';
import { codes } from '../../../statemachines/diagnostics/codes.ts';
import { definitionCodes } from '../../../statemachines/diagnostics/codes/sl1-definition.ts';
import { fieldCodes } from '../../../statemachines/diagnostics/codes/sl1/fields.ts';
import { nameCodes } from '../../../statemachines/diagnostics/codes/sl1/names.ts';
import { optionCodes } from '../../../statemachines/diagnostics/codes/sl1/options.ts';
import { pipelineCodes } from '../../../statemachines/diagnostics/codes/sl1/pipelines.ts';
import { syntaxCodes } from '../../../statemachines/diagnostics/codes/sl1/syntax.ts';
import { graphCodes } from '../../../statemachines/diagnostics/codes/sl2-graph.ts';
import { planCodes } from '../../../statemachines/diagnostics/codes/sl3-plan.ts';
import { aslCodes } from '../../../statemachines/diagnostics/codes/sl4-asl.ts';
import { startCodes } from '../../../statemachines/diagnostics/codes/sl5-start.ts';
import { commandLineCodes } from '../../../statemachines/diagnostics/codes/sl6-command-line.ts';

const entries: Readonly<Record<string, CodeEntry>> = definitionCodes;

const parts = {
  SL1: [syntaxCodes, fieldCodes, nameCodes, pipelineCodes, optionCodes],
  SL2: [graphCodes],
  SL3: [planCodes],
  SL4: [aslCodes],
  SL5: [startCodes],
  SL6: [commandLineCodes],
};

/** Faults whose files are too large, or too damaged, to be shown as an example. */
const TOO_MUCH_TO_SHOW: Readonly<Record<string, string>> = {
  SL1003: '#'.repeat(1_000_001),
  SL1004: '['.repeat(65),
  SL1005: '- step: {name: train\u0000}',
  SL1099: '- step: {}\n'.repeat(200),
};

const found = (text: string) => [...new Set(parseDefinition(text, 'valohai.yaml').diagnostics.map(({ code }) => code))];

describe('codes', () => {
  it('has each code once, in the file of its thousand', () => {
    const all = Object.entries(parts).flatMap(([prefix, registries]) =>
      registries.flatMap((registry) => Object.keys(registry).map((code) => ({ prefix, code }))),
    );
    expect(all.filter(({ prefix, code }) => !new RegExp(`^${prefix}\\d{3}$`, 'u').test(code))).toEqual([]);
    expect(all.map(({ code }) => code).sort()).toEqual(Object.keys(codes).sort());
  });

  it.each(Object.entries(codes))('explains %s', (_, { title, explanation }) => {
    expect(title).toMatch(/^\S.*[^.\s]$/u);
    expect(explanation).toMatch(/\.$/u);
  });

  it('documents every code', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');
    expect(Object.entries(codes).filter(([code, { title }]) => !page.includes(`### ${code}: ${title}\n`))).toEqual([]);
  });

  it.each(Object.entries(entries))('reaches %s by its example, and no other code', (code, { wrong }) => {
    const text = wrong ?? TOO_MUCH_TO_SHOW[code];
    const others = code === 'SL1099' ? ['SL1020'] : [];
    expect(found(text ?? '').sort()).toEqual([...others, code].sort());
  });

  it.each(Object.entries(entries))('takes the example of %s that is put right', (_, { right }) => {
    expect(right === undefined ? [] : found(right)).toEqual([]);
  });
});
