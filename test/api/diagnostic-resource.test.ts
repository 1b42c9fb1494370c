import { describe, expect, it } from 'vitest';
import { diagnosticResource, diagnosticSchema } from '../../api/schemas/diagnostic.ts';

const span = { file: 'a.yaml', offset: 10, length: 3, line: 2, column: 4 };

describe('diagnosticResource', () => {
  it('flattens places to file, line and column', () => {
    const resource = diagnosticResource({
      code: 'SL1021',
      severity: 'error',
      message: 'unknown field "nme"',
      span,
      hint: 'write "name"',
      related: [{ message: 'the step begins here', span: { ...span, line: 1, column: 1 } }],
    });
    expect(resource).toEqual({
      code: 'SL1021',
      severity: 'error',
      message: 'unknown field "nme"',
      file: 'a.yaml',
      line: 2,
      column: 4,
      hint: 'write "name"',
      related: [{ message: 'the step begins here', file: 'a.yaml', line: 1, column: 1 }],
    });
    expect(diagnosticSchema.parse(resource)).toEqual(resource);
  });

  it('leaves out what is absent', () => {
    expect(diagnosticResource({ code: 'SL2001', severity: 'warning', message: 'm' })).toEqual({
      code: 'SL2001',
      severity: 'warning',
      message: 'm',
    });
  });
});
