import { describe, expect, it } from 'vitest';

import { definitionHash } from '../../../statemachines/definition/definition-hash.ts';
import { parseDefinition } from '../../../statemachines/definition/parse-definition.ts';

function hashOf(text: string, code?: Readonly<Record<string, string>>): string {
  const { value } = parseDefinition(text, 'f');
  return value === undefined ? 'no definition' : definitionHash(value, code);
}

const step = '- step: {name: a, handler: x#a, parameters: [{name: n, type: integer, default: 5}]}\n';
const set = (value: string) =>
  `${step}- task: {name: t, step: a, type: manual_search, parameter-sets: [{description: ${value}}]}\n`;

describe('definitionHash', () => {
  it('is SHA-256 in hex', () => {
    expect(hashOf(step)).toMatch(/^[\da-f]{64}$/u);
  });

  it.each([
    ['comments and layout', `# a comment\n\n${step}`],
    ['descriptions', step.replace('name: a,', 'name: a, description: what it does, icon: i, category: c,')],
    ['defaults that are written out', step.replace('default: 5', 'default: "5", optional: no, multiple: none')],
  ])('stays the same with other %s', (_, text) => {
    expect(hashOf(text)).toBe(hashOf(step));
  });

  it('does not depend on the order of definitions', () => {
    const other = '- step: {name: b, handler: x#b}\n';
    expect(hashOf(other + step)).toBe(hashOf(step + other));
  });

  it('changes with what runs', () => {
    const variants = [
      step,
      step.replace('5', '6'),
      step.replace('x#a', 'y#a'),
      step.replace('name: n', 'name: m'),
      set('x'),
      set('y'),
    ];
    const hashes = [
      ...variants.map((text) => hashOf(text)),
      hashOf(step, { 'x#a': 'abc' }),
      hashOf(step, { 'x#a': 'abd' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
