import type { Json } from '../../../engine/index.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';
import { oneState } from './one-state.ts';

const path = oneState('JSONPath');
const expression = oneState('JSONata');

type Row = readonly [call: string, output: Json];

const INPUT = { n: 3, s: 'a,b', list: [1, 2, 2, 3], o: { a: 1 }, p: { a: 2, b: 3 }, json: '{"x":[1]}' };

const intrinsics = (given: readonly Row[]): readonly Case[] =>
  given.map(([call, v]) => path.gives(call, { Type: 'Pass', Parameters: { 'v.$': call } }, { v }, { input: INPUT }));

/** A call that fails: `why` as the service says it of the innermost function. */
const refused = (given: readonly (readonly [call: string, why: string])[]): readonly Case[] =>
  given.map(([call, why]) =>
    path.fails(
      call,
      { Type: 'Pass', Parameters: { 'v.$': call } },
      'States.IntrinsicFailure',
      `The function '${call}' had the following error: ${why}`,
      { input: INPUT },
    ),
  );

const jsonata = (given: readonly Row[]): readonly Case[] =>
  given.map(([call, v]) =>
    expression.gives(call, { Type: 'Pass', Output: { v: `{% ${call} %}` } }, { v }, { input: INPUT }),
  );

const fails = (given: readonly (readonly [call: string, why: string])[]): readonly Case[] =>
  given.map(([call, why]) =>
    expression.fails(
      call,
      { Type: 'Pass', Output: `{% ${call} %}` },
      'States.QueryEvaluationError',
      `The JSONata expression '${call}' specified for the field 'Output' ${why}`,
      { input: INPUT, location: 'Output' },
    ),
  );

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
        ['States.Array()', []],
        ['States.Array($.o, States.Array(1))', [{ a: 1 }, [1]]],
        ['States.ArrayPartition($.list, 10)', [[1, 2, 2, 3]]],
        ['States.ArrayPartition(States.Array(), 2)', []],
        ["States.ArrayContains(States.Array('a', 'b'), 'b')", true],
        ['States.ArrayContains(States.Array($.o), $.o)', true],
        ['States.ArrayRange(5, 1, -2)', [5, 3, 1]],
        ['States.ArrayRange(3, 3, 1)', [3]],
        ['States.ArrayLength(States.Array())', 0],
        ['States.ArrayLength($.list[1:])', 3],
        ['States.ArrayUnique(States.Array(1, true, 1, null, null))', [1, true, null]],
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
        ["States.Format('no place')", 'no place'],
        ["States.Format('{}{}{}', $.n, $.list, $.o)", '3[1,2,2,3]{"a":1}'],
        ["States.Format('it\\'s {}', $.s)", "it's a,b"],
        ["States.Format('{}', $$.State.Name)", 'S'],
        ["States.StringSplit('1,2;3', ',;')", ['1', '2', '3']],
        ["States.StringSplit('abc', ',')", ['abc']],
        ["States.StringToJson('null')", null],
        ['States.StringToJson(\'"x"\')', 'x'],
        ['States.JsonToString($.s)', '"a,b"'],
        ['States.JsonToString($.list)', '[1,2,2,3]'],
        ['States.JsonMerge(States.StringToJson($.json), $.p, false)', { x: [1], a: 2, b: 3 }],
        ['States.MathAdd(111, 111)', 222],
        ["States.Hash('input data', 'SHA-256')", 'b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3'],
        ["States.Base64Encode('')", ''],
        ["States.Base64Decode(States.Base64Encode('a{}é'))", 'a{}é'],
      ]),
    ),
    proved(
      'Intrinsic functions that cannot use their arguments',
      refused([
        ['States.ArrayPartition($.list, 0)', 'States.ArrayPartition needs a chunk size of 1 or more'],
        ['States.ArrayPartition($.s, 2)', 'States.ArrayPartition needs a list as argument 1, but got "a,b"'],
        ['States.ArrayRange(1, 2000, 1)', 'States.ArrayRange would give 2000 items; at most 1000 are allowed'],
        ['States.ArrayRange(1, 5, 0)', 'States.ArrayRange needs a step other than 0'],
        ['States.ArrayGetItem($.list, 9)', 'States.ArrayGetItem: there is no item 9'],
        ['States.ArrayLength($.o)', 'States.ArrayLength needs a list as argument 1, but got {"a":1}'],
        ["States.Base64Decode('!')", 'States.Base64Decode could not read its argument as Base64'],
        ["States.Hash($.s, 'CRC')", 'States.Hash: the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512'],
        [
          'States.JsonMerge($.o, $.p, true)',
          'States.JsonMerge merges shallowly only: its third argument must be false',
        ],
        ["States.MathAdd('1', 2)", 'States.MathAdd needs a number as argument 1, but got "1"'],
        ["States.Format('{}{}', $.n)", 'States.Format has more {} than arguments'],
        ["States.Format('{}', $.n, 2)", 'States.Format has more arguments than {}'],
        ['States.ArrayLength()', 'States.ArrayLength needs 1 arguments, but got 0'],
      ]),
      'the causes are in our own words',
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
        ['$partition([1], 5)', [[1]]],
        ['$partition("a", 2)', [['a']]],
        ['$range(5, 1, -2)', [5, 3, 1]],
        ["$hash('input', 'SHA-256')", 'c96c6d5be8d08a12e7b5cdc1b207fa6b2430974c86803d8891675e76fd992c20'],
        ["$length($hash('input', 'SHA-512'))", 128],
        ['$random(42) = $random(42)', true],
        ['$random() < 1', true],
        ['$parse(\'{"a":[null,true]}\')', { a: [null, true] }],
        ['$parse("1")', 1],
        ['$contains($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)', true],
        ['$uuid() = $uuid()', false],
        ['$sum($states.input.list)', 8],
        ['$map($states.input.list, function($v, $i) { $v * $i })', [0, 2, 4, 9]],
        ['$now()', '1970-01-01T00:00:00.000Z'],
        ['$millis()', 0],
        ['$merge([$states.input.o, $states.input.p])', { a: 2, b: 3 }],
      ]),
    ),
    proved(
      'JSONata functions that fail, or give nothing',
      fails([
        ['$partition([1, 2], 0)', 'returned nothing (undefined).'],
        ['$range(1, 5, 0)', 'returned nothing (undefined).'],
        ['$range(5, 1, 1)', 'returned nothing (undefined).'],
        ['$states.input.gone', 'returned nothing (undefined).'],
        ['$number("x")', 'threw an error during evaluation. D3030: Unable to cast value to a number: "x"'],
        [
          '1 + "x"',
          'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
        ],
        ['$error("mine")', 'threw an error during evaluation. D3137: mine'],
      ]),
    ),
  ],
};
