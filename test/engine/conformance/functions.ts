import type { Json } from '../../../engine/index.ts';
import { single } from '../run-definition.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';

type Row = readonly [call: string, output: Json];

const INPUT = { n: 3, s: 'a,b', list: [1, 2, 2, 3], o: { a: 1 }, p: { a: 2, b: 3 }, json: '{"x":[1]}' };

const intrinsics = (given: readonly Row[]): readonly Case[] =>
  given.map(([call, output]) => ({
    name: call,
    definition: { StartAt: 'P', States: { P: { Type: 'Pass', Parameters: { 'v.$': call }, End: true } } },
    input: INPUT,
    expected: { output: { v: output } },
  }));

const jsonata = (given: readonly Row[]): readonly Case[] =>
  given.map(([expression, output]) => ({
    name: expression,
    definition: single({ Type: 'Pass', Output: { v: `{% ${expression} %}` } }),
    input: INPUT,
    expected: { output: { v: output } },
  }));

export const functions: FeatureGroup = {
  title: 'Functions',
  features: [
    proved(
      'Intrinsic functions on arrays',
      intrinsics([
        ['States.Array(1, $.s, null)', [1, 'a,b', null]],
        ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
        ['States.ArrayContains($.list, 2)', true],
        ['States.ArrayContains($.list, 9)', false],
        ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
        ['States.ArrayGetItem($.list, 3)', 3],
        ['States.ArrayLength($.list)', 4],
        ['States.ArrayUnique($.list)', [1, 2, 3]],
      ]),
    ),
    proved(
      'Intrinsic functions on texts, JSON and numbers',
      intrinsics([
        ["States.Format('{} is {}', $.s, $.n)", 'a,b is 3'],
        ["States.Format('\\{{}\\}', null)", '{null}'],
        ["States.StringSplit($.s, ',')", ['a', 'b']],
        ['States.StringToJson($.json)', { x: [1] }],
        ['States.JsonToString($.o)', '{"a":1}'],
        ['States.JsonMerge($.o, $.p, false)', { a: 2, b: 3 }],
        ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
        ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
        ["States.Hash('input data', 'MD5')", '812f45842bc6d66ee14572ce20db8e86'],
        ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
        ['States.MathAdd($.n, -5)', -2],
        ['States.MathAdd(1.49, 1.5)', 3],
        ["States.ArrayLength(States.StringSplit($.s, States.Format(',')))", 2],
      ]),
    ),
    proved(
      'JSONata functions of Step Functions',
      jsonata([
        ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
        ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
        ['$range(0, 6, 2)', [0, 2, 4, 6]],
        ['$range(3, 1, -1)', [3, 2, 1]],
        ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
        ['$range(1, 1, 1)', 1],
        ["$hash('input', 'MD5')", 'a43c1b0aa53a0c908810c06ab1ff3967'],
        ["$hash('input', 'SHA-1')", '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
        ['$random(42)', 0.7275636800328681],
        ['$parse($states.input.json).x[0]', 1],
        ['$length($uuid())', 36],
        ['1 / 0', 'Infinity'],
        ['[1, 1 / 0]', [1, 'Infinity']],
        ['$states.input.list[$ = 3]', 3],
        ['$string(1e21)', '1e+21'],
      ]),
    ),
  ],
};
