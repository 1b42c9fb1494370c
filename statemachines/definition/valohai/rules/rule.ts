import type { DiagnosticCollector } from '../../../diagnostics/diagnostic-collector.ts';
import type { PipelineDefinition } from '../../pipeline-definition.ts';
import type { DeclaredNames } from '../declared-names.ts';

/** What a rule looks at. The definition holds every definition as written, also those of the same name. */
export interface RuleContext {
  readonly definition: PipelineDefinition;
  readonly declared: DeclaredNames;
  /** `kind name` of items that lack parts of what the file says; see `readItems`. */
  readonly incomplete: ReadonlySet<string>;
  readonly faults: DiagnosticCollector;
}

/** Checks one thing of a definition whose shape is known to be right. */
export type Rule = (context: RuleContext) => void;
