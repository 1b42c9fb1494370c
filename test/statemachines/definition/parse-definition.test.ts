import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseDefinition, parseSoundParts } from '../../../statemachines/definition/parse-definition.ts';
import { formatDiagnostic } from '../../../statemachines/diagnostics/format-diagnostic.ts';

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/pipelines', name, 'valohai.yaml'), 'utf8');

function heads(text: string): readonly string[] {
  return parseDefinition(text, 'f').diagnostics.map((diagnostic) => formatDiagnostic(diagnostic).split('\n')[0] ?? '');
}

function stepOf(fields: string) {
  const { value, diagnostics } = parseDefinition(`- step: {name: train, image: python, command: run, ${fields}}`, 'f');
  expect(diagnostics).toEqual([]);
  return value?.steps[0];
}

describe('parseDefinition', () => {
  it('finds six different faults of a file, each at its place', () => {
    expect(heads(fixture('six-faults'))).toEqual([
      'f:4:5: error SL1021: step "preprocess" has an unknown field "comand"; did you mean "command"?',
      'f:7:15: error SL1023: "type" of parameter "epochs" is the text "integr"; allowed are "string", "integer", "float" or "flag"; did you mean "integer"?',
      'f:12:14: error SL1026: "fifteen minutes" is no duration',
      'f:16:9: error SL1002: the key "name" is written twice in one mapping',
      'f:22:15: error SL1042: pipeline "main", node "preprocess": there is no step "preproces"; did you mean "preprocess"?',
      'f:27:10: error SL1061: the source "preprocess.output" of an edge must have 3 parts, node.type.key; it has 2',
    ]);
  });

  it.each([
    ['an empty file', '', 'f:1:1: error SL1007: the file defines nothing: it is empty, or all of it is comments'],
    [
      'a byte order mark alone',
      '\uFEFF',
      'f:1:1: error SL1007: the file defines nothing: it is empty, or all of it is comments',
    ],
    ['a list without items', '[]', 'f:1:1: error SL1007: the file defines nothing: its list is empty'],
    [
      'plain text',
      'hello',
      'f:1:1: error SL1008: the top level is the text "hello"; expected is a list of definitions',
    ],
    ['NUL', 'a\u0000', 'f:1:2: error SL1005: the file holds the character U+0000, which is not text'],
    [
      'half of a surrogate pair',
      'a\uD800',
      'f:1:2: error SL1005: the file holds the character U+D800, which is not text',
    ],
    [
      'ten megabytes',
      'a'.repeat(10_000_000),
      'f:1:1: error SL1003: the file has 10000000 characters; at most 1000000 are allowed',
    ],
    [
      'brackets without end',
      '['.repeat(500_000),
      'f:1:65: error SL1004: lists and mappings are nested more than 64 levels deep',
    ],
    [
      'dashes without end',
      `${'- '.repeat(300_000)}a`,
      'f:1:129: error SL1004: lists and mappings are nested more than 64 levels deep',
    ],
    [
      'an item that is no mapping',
      '- step',
      'f:1:3: error SL1008: a definition is the text "step"; expected is a mapping with one of the keys "step", "task", "pipeline", "deployment", "endpoint" or "blueprint"',
    ],
    [
      'fields that are not indented',
      '- step:\n  name: train\n',
      'f:1:3: error SL1022: "step" is empty; the lines below it are not part of it',
    ],
    ['an item without content', '- step:\n', 'f:1:3: error SL1022: step is empty; it must be a mapping'],
    [
      'a quote that never ends',
      '- step: {name: "a}\n\n\n',
      'f:1:16: error SL1001: not valid YAML: missing closing quote',
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(heads(text)[0]).toBe(expected);
    expect(parseDefinition(text, 'f').value).toBeUndefined();
  });

  it('refuses aliases that grow without bound', () => {
    const laughs = Array.from(
      { length: 9 },
      (_, level) => `  a${level + 1}: &a${level + 1} [${Array.from({ length: 9 }, () => `*a${level}`).join(', ')}]`,
    );
    expect(heads(`- step:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n${laughs.join('\n')}`)).toEqual([
      expect.stringMatching(/^f:\d+:\d+: error SL1009: the file has more than 100000 values, aliases expanded$/u),
    ]);
  });

  it('shows a hundred faults at most, the last saying how many more there are', () => {
    const { diagnostics } = parseDefinition('- step: {name: 5, handler: a#b}\n'.repeat(250), 'f');
    expect(diagnostics).toHaveLength(100);
    expect(diagnostics.at(-1)?.message).toBe('and 151 more, which are not shown');
  });

  it('keeps the place of every value', () => {
    const text = fixture('everything-of-valohai');
    const { value } = parseDefinition(text, 'f');
    const places: [string, string][] = [];
    JSON.stringify(value, (_, part: unknown) => {
      if (
        typeof part === 'object' &&
        part !== null &&
        'value' in part &&
        'span' in part &&
        typeof part.value === 'string'
      ) {
        const span = part.span as { offset: number; length: number };
        places.push([part.value, text.slice(span.offset, span.offset + span.length)]);
      }
      return part;
    });
    const strangers = places.filter(
      ([found, written]) =>
        !written.includes(found) && !found.includes('parameter.epochs') && found !== 'node-starting',
    );
    expect(places.length).toBeGreaterThan(150);
    expect(strangers).toEqual([]);
  });

  it('reads yes, no, on and off as PyYAML does, and y and n as text', () => {
    const step = stepOf('parameters: [{name: y, type: flag, default: on}, {name: n, optional: yes, default: n}]');
    expect(step?.parameters.map(({ name, optional, default: found }) => [name.value, optional, found?.value])).toEqual([
      ['y', true, true],
      ['n', true, 'n'],
    ]);
  });

  it('gives defaults the type of their parameter', () => {
    const step = stepOf(
      'parameters: [{name: a, type: integer, default: "1_000"}, {name: b, type: float, default: 1e-3}, {name: c, default: 1.10}, {name: d, type: integer, multiple: repeat, default: "5"}, {name: e, default: null}]',
    );
    expect(step?.parameters.map((parameter) => parameter.default?.value)).toEqual([1000, 0.001, '1.10', [5], null]);
  });

  it('takes the last of two steps with one name, and warns', () => {
    const { value, diagnostics } = parseDefinition(
      '- step: {name: a, handler: x#a}\n- step: {name: a, handler: y#b}\n',
      'f',
    );
    expect(value?.steps.map(({ work }) => (work.kind === 'handler' ? work.handler.value : ''))).toEqual(['y#b']);
    expect(diagnostics.map(({ code, severity, related }) => [code, severity, related?.[0]?.span.line])).toEqual([
      ['SL1041', 'warning', 1],
    ]);
  });

  it('keeps the axes of a sweep in the order written', () => {
    const { value } = parseDefinition(
      '- step: {name: t, handler: x#a}\n- pipeline:\n    name: p\n    parameters: [{name: b, targets: [t.parameter.b]}, {name: "1", targets: [t.parameter.c]}]\n    sweep: {b: [2, 1], "1": [x]}\n    nodes: [{name: t, type: execution, step: t}]\n',
      'f',
    );
    expect(
      value?.pipelines[0]?.sweep?.axes.map(({ parameter, values }) => [
        parameter.value,
        values.map((one) => one.value),
      ]),
    ).toEqual([
      ['b', [2, 1]],
      ['1', ['x']],
    ]);
  });
});

describe('parseSoundParts', () => {
  it('says of each pipeline how much of it is known', () => {
    const { definition, completeness, diagnostics } = parseSoundParts(
      [
        '- step: {name: good, handler: x#a}',
        '- step: {name: bad, handler: x#a, inputs: [{nam: images}]}',
        '- pipeline: {name: one, nodes: [{name: a, type: execution, step: good}]}',
        '- pipeline: {name: two, nodes: [{name: a, type: execution, step: bad}]}',
        '- pipeline: {name: three, nodes: [{name: a, type: execution, step: none}]}',
        '- pipeline: {name: four, nodes: [{name: a, type: pipeline, pipeline: two}]}',
        '- pipeline: {name: five, nodes: [{name: a, type: pipeline, pipeline: one}]}',
        '- pipeline: {name: six, nodes: [{name: a, type: pipeline, pipeline: six}]}',
        '- pipeline: {name: seven, nodes: [{name: a, type: executoin, step: good}], finally: [a]}',
        '- pipeline: {name: eight, nodes: [{name: a, type: execution, step: good, on-error: stop}]}',
      ].join('\n'),
      'f',
    );
    // The two that are not known are stood in for, so that the nodes that use them keep their places.
    expect(definition.steps.map(({ name }) => name.value)).toEqual(['good', 'bad', 'none']);
    expect(Object.fromEntries(completeness)).toEqual({
      one: 'whole',
      two: 'without-some-steps',
      three: 'without-some-steps',
      four: 'without-some-steps',
      five: 'whole',
      six: 'without-some-steps',
      seven: 'in-part',
      eight: 'whole',
    });
    expect(diagnostics.map(({ code, span }) => [code, span?.line])).toEqual([
      ['SL1020', 2],
      ['SL1021', 2],
      ['SL1042', 5],
      ['SL1048', 8],
      ['SL1023', 9],
      ['SL1023', 10],
    ]);
  });
});
