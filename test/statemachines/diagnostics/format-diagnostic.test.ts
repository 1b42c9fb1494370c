import { describe, expect, it } from 'vitest';

import type { Diagnostic } from '../../../statemachines/diagnostics/diagnostic.ts';
import { formatDiagnostic, formatDiagnostics } from '../../../statemachines/diagnostics/format-diagnostic.ts';

const source = '- step:\n    imge: python\n\tx: 1\r\n';

function span(line: number, column: number, offset: number, length: number) {
  return { file: 'valohai.yaml', line, column, offset, length };
}

const fault: Diagnostic = {
  code: 'SL1021',
  severity: 'error',
  message: 'unknown field "imge"; did you mean "image"?',
  span: span(2, 5, 12, 4),
  hint: 'rename it',
  related: [{ message: 'of this step', span: span(1, 3, 2, 4) }],
};

describe('formatDiagnostic', () => {
  it('prints place, code, message, source line with carets, hint and related places', () => {
    expect(formatDiagnostic(fault, source)).toBe(
      [
        'valohai.yaml:2:5: error SL1021: unknown field "imge"; did you mean "image"?',
        '  2 |     imge: python',
        '    |     ^^^^',
        '  hint: rename it',
        '  valohai.yaml:1:3: of this step',
      ].join('\n'),
    );
  });

  it('prints no source line without the text', () => {
    const { hint, ...rest } = { ...fault, related: [] };
    expect(hint).toBe('rename it');
    expect(formatDiagnostic(rest)).toBe('valohai.yaml:2:5: error SL1021: unknown field "imge"; did you mean "image"?');
  });

  it('prints no place where there is none', () => {
    expect(formatDiagnostic({ code: 'SL1020', severity: 'warning', message: 'nothing' }, source)).toBe(
      'warning SL1020: nothing',
    );
  });

  it('keeps tabs before the caret, and cuts carets at the end of the line', () => {
    expect(
      formatDiagnostic({ code: 'SL1006', severity: 'error', message: 'tab', span: span(3, 2, 27, 99) }, source),
    ).toBe('valohai.yaml:3:2: error SL1006: tab\n  3 | \tx: 1\n    | \t^^^^');
  });

  it('cuts a long line around the fault', () => {
    const long = `${'a'.repeat(500)}X${'b'.repeat(500)}`;
    const [, line, carets] = formatDiagnostic(
      { code: 'SL1006', severity: 'error', message: 'm', span: span(1, 501, 500, 1) },
      long,
    ).split('\n');
    expect(line).toBe(`  1 | ${'a'.repeat(60)}X${'b'.repeat(99)}`);
    expect(carets).toBe(`    | ${' '.repeat(60)}^`);
  });

  it('shows no control characters', () => {
    const text = 'a\u001b[31mb';
    expect(formatDiagnostic({ code: 'SL1005', severity: 'error', message: 'a\nb', span: span(1, 1, 0, 1) }, text)).toBe(
      'valohai.yaml:1:1: error SL1005: a b\n  1 | a\u00b7[31mb\n    | ^',
    );
  });
});

describe('formatDiagnostics', () => {
  it('prints one after the other', () => {
    const bare: Diagnostic = { code: 'SL1020', severity: 'warning', message: 'nothing' };
    expect(formatDiagnostics([bare, bare])).toBe('warning SL1020: nothing\nwarning SL1020: nothing');
  });
});
