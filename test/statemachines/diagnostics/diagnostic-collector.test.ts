import { describe, expect, it } from 'vitest';

import {
  capDiagnostics,
  createDiagnosticCollector,
  diagnosed,
} from '../../../statemachines/diagnostics/diagnostic-collector.ts';

const at = (offset: number) => ({ file: 'f', offset, length: 1, line: 1, column: offset + 1 });

describe('createDiagnosticCollector', () => {
  it('gives the faults in the order of their places, those without a place last', () => {
    const faults = createDiagnosticCollector();
    faults.warning('SL1020', 'nowhere', undefined);
    faults.error('SL1021', 'second', at(2), { hint: 'h', related: [] });
    faults.error('SL1022', 'first', at(1));
    expect(faults.diagnostics()).toEqual([
      { code: 'SL1022', severity: 'error', message: 'first', span: at(1) },
      { code: 'SL1021', severity: 'error', message: 'second', span: at(2), hint: 'h' },
      { code: 'SL1020', severity: 'warning', message: 'nowhere' },
    ]);
  });

  it('has no product where there is an error', () => {
    const faults = createDiagnosticCollector();
    faults.warning('SL1020', 'w', undefined);
    expect(diagnosed(1, faults).value).toBe(1);
    faults.error('SL1020', 'e', undefined);
    expect(diagnosed(1, faults).value).toBeUndefined();
  });
});

describe('capDiagnostics', () => {
  it('keeps errors before warnings, and says how many are not shown', () => {
    const faults = createDiagnosticCollector();
    for (let index = 0; index < 150; index += 1) faults.warning('SL1041', `w${index}`, at(index));
    faults.error('SL1020', 'late', at(500));
    const capped = capDiagnostics(faults.diagnostics());
    expect(capped).toHaveLength(100);
    expect(capped.some(({ message }) => message === 'late')).toBe(true);
    expect(capped.at(-1)).toEqual({
      code: 'SL1099',
      severity: 'warning',
      message: 'and 52 more, which are not shown',
      hint: 'put the faults above right first; others may follow from them',
    });
  });
});
