import type { HasAssign, HasOutput, HasResultPath } from './data-fields.ts';

export interface Catcher extends HasAssign, HasOutput, HasResultPath {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Comment?: string;
}

export interface HasCatch {
  readonly Catch?: readonly Catcher[];
}
