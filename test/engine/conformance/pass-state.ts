import type { Json } from '../../../engine/index.ts';
import { proved, type Case, type FeatureGroup } from './feature.ts';
import { oneState } from './one-state.ts';

const path = oneState('JSONPath');
const expression = oneState('JSONata');

const INPUT = { a: 1, o: { b: [1, 2, { c: 3 }] }, 'a b': 4, s: 'x' };

const pass = (name: string, fields: object, output: Json): Case =>
  path.gives(name, { Type: 'Pass', ...fields }, output, { input: INPUT });

const shaped = (name: string, fields: object, output: Json): Case =>
  expression.gives(name, { Type: 'Pass', ...fields }, output, { input: INPUT });

export const passState: FeatureGroup = {
  title: 'Pass',
  features: [
    proved('Result', [
      pass('replaces the input', { Result: { r: 1 } }, { r: 1 }),
      ...[0, false, '', null, [], {}].map((Result) => pass(`of ${JSON.stringify(Result)}`, { Result }, Result)),
      path.fails(
        'with an InputPath that leads nowhere',
        { Type: 'Pass', InputPath: '$.gone', Result: 1 },
        'States.Runtime',
        `Invalid path '$.gone' : No results for path: $['gone']`,
      ),
      // Recorded on AWS: localstack, base/test_base, test_state_pass_result_jsonpaths.
      pass('is no template', { Result: { 'a.$': '$.a', 'c.$': '$$' } }, { 'a.$': '$.a', 'c.$': '$$' }),
      pass(
        'is told from Parameters',
        { Parameters: { 'p.$': '$.a' }, Result: 1, ResultPath: '$.r' },
        { ...INPUT, r: 1 },
      ),
    ]),
    proved('InputPath and OutputPath', [
      pass('hands the input on without either', {}, INPUT),
      pass('InputPath', { InputPath: '$.o.b' }, [1, 2, { c: 3 }]),
      pass('InputPath by index', { InputPath: '$.o.b[2].c' }, 3),
      pass('InputPath in brackets', { InputPath: "$['a b']" }, 4),
      pass('InputPath null', { InputPath: null }, {}),
      pass('InputPath into the context', { InputPath: '$$.State.Name' }, 'S'),
      pass('OutputPath', { OutputPath: '$.o' }, INPUT.o),
      pass('OutputPath null', { OutputPath: null }, {}),
      pass('OutputPath of several values', { OutputPath: '$.o.b[0:2]' }, [1, 2]),
      pass('OutputPath of a wildcard', { OutputPath: '$.o.b[*]' }, [1, 2, { c: 3 }]),
      pass('OutputPath of a descent', { OutputPath: '$..c' }, [3]),
      pass('OutputPath of a wildcard that matches nothing', { Result: { l: [] }, OutputPath: '$.l[*]' }, []),
      pass('OutputPath of a descent that matches nothing', { OutputPath: '$..gone' }, []),
      path.fails(
        'OutputPath of a wildcard in what is not there',
        { Type: 'Pass', OutputPath: '$.gone[*]' },
        'States.Runtime',
        `Invalid path '$.gone[*]' : Missing property in path $['gone']`,
        { input: INPUT },
      ),
      pass('OutputPath of a filter', { OutputPath: '$.o.b[?(@.c > 2)]' }, [{ c: 3 }]),
    ]),
    proved('Parameters', [
      pass('of constants', { Parameters: { x: [1, { y: '$.a' }] } }, { x: [1, { y: '$.a' }] }),
      pass(
        'of paths at any depth',
        { Parameters: { x: [{ 'y.$': '$.a' }], z: { 'w.$': '$.o.b[0]' } } },
        {
          x: [{ y: 1 }],
          z: { w: 1 },
        },
      ),
      pass(
        'of the context',
        { Parameters: { 'n.$': '$$.Execution.Name', 'i.$': '$$.Execution.Input.a' } },
        { n: 'run', i: 1 },
      ),
      pass('of the whole input', { Parameters: { 'all.$': '$' } }, { all: INPUT }),
      pass('of an intrinsic function', { Parameters: { 'f.$': "States.Format('{}{}', $.s, $.a)" } }, { f: 'x1' }),
      pass('of an index past the end, which is null', { Parameters: { 'v.$': '$.o.b[9]' } }, { v: null }),
      pass('of several values', { Parameters: { 'v.$': '$.o.b[:1]' } }, { v: [1] }),
      pass('of what InputPath leaves', { InputPath: '$.o', Parameters: { 'v.$': '$.b[1]' } }, { v: 2 }),
    ]),
    proved('ResultPath', [
      pass('at the root', { Result: 2, ResultPath: '$' }, 2),
      pass('at a new name', { Result: 2, ResultPath: '$.r' }, { ...INPUT, r: 2 }),
      pass('over a name', { Result: 2, ResultPath: '$.a' }, { ...INPUT, a: 2 }),
      pass('in new objects', { Result: 2, ResultPath: '$.x.y.z' }, { ...INPUT, x: { y: { z: 2 } } }),
      pass('inside of an object', { Result: 2, ResultPath: '$.o.d' }, { ...INPUT, o: { ...INPUT.o, d: 2 } }),
      pass('in brackets', { Result: 2, ResultPath: "$['a b']" }, { ...INPUT, 'a b': 2 }),
      pass('over an item', { Result: 9, ResultPath: '$.o.b[0]' }, { ...INPUT, o: { b: [9, 2, { c: 3 }] } }),
      pass('null keeps the input', { Result: 2, ResultPath: null }, INPUT),
      pass(
        'of what Parameters give, and OutputPath after it',
        { Parameters: { 'p.$': '$.s' }, ResultPath: '$.o.p', OutputPath: '$.o.p' },
        { p: 'x' },
      ),
      pass(
        'goes into the raw input, not into what InputPath leaves',
        { InputPath: '$.o', ResultPath: '$.r' },
        {
          ...INPUT,
          r: INPUT.o,
        },
      ),
    ]),
    proved('JSONata Output', [
      shaped('hands the input on without Output', {}, INPUT),
      shaped(
        'evaluates expressions at any depth',
        { Output: { x: ['{% $states.input.a %}', { y: '{% 1 + 1 %}' }] } },
        { x: [1, { y: 2 }] },
      ),
      shaped(
        'keeps what is no expression',
        { Output: { t: '$.a', u: ' {% 1 %}', n: null, b: true } },
        { t: '$.a', u: ' {% 1 %}', n: null, b: true },
      ),
      ...[null, 0, '', false, [], {}].map((Output) => shaped(`of ${JSON.stringify(Output)}`, { Output }, Output)),
      shaped('does not evaluate names', { Output: { '{% 1 %}': 1 } }, { '{% 1 %}': 1 }),
      shaped('takes one match alone', { Output: '{% $states.input.o.b[$type($) = "object"] %}' }, { c: 3 }),
      shaped('takes a list that is made', { Output: '{% [$states.input.o.b[$type($) = "object"]] %}' }, [{ c: 3 }]),
      shaped('knows the context', { Output: '{% $states.context.State.Name %}' }, 'S'),
    ]),
  ],
};
