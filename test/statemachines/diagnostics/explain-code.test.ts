import { describe, expect, it } from 'vitest';

import { explainCode } from '../../../statemachines/diagnostics/explain-code.ts';

describe('explainCode', () => {
  it('explains a code with an example before and after', () => {
    expect(explainCode(' sl1042 ')).toEqual({
      kind: 'known',
      code: 'SL1042',
      text: [
        'SL1042: a node uses a step that does not exist',
        '',
        'The `step` of a node names a step of the same file.',
        '',
        'Wrong:',
        '',
        '    - step: {name: train, handler: slipway/train#default}',
        '    - pipeline:',
        '        name: main',
        '        nodes: [{name: train, type: execution, step: trian}]',
        '',
        'Right:',
        '',
        '    - step: {name: train, handler: slipway/train#default}',
        '    - pipeline:',
        '        name: main',
        '        nodes: [{name: train, type: execution, step: train}]',
        '',
      ].join('\n'),
    });
  });

  it('suggests codes for one that does not exist', () => {
    expect(explainCode('SL104')).toMatchObject({ kind: 'unknown', code: 'SL104' });
    expect(explainCode('toString')).toEqual({ kind: 'unknown', code: 'toString', suggestions: [] });
  });
});
