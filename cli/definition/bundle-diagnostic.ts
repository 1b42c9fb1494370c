import type { BundleFault } from '../../bundles/bundle-fault.ts';
import { formatBundleFault } from '../../bundles/bundle-fault.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { Located } from '../../statemachines/diagnostics/source-span.ts';

/** A fault of a handler's code, at the handler's place in the definition. */
export function bundleDiagnostic({ value, span }: Located<string>, fault: BundleFault): Diagnostic {
  return {
    code: 'SL6003',
    severity: 'error',
    message: `the handler "${value}" cannot be bundled`,
    span,
    hint: formatBundleFault(fault),
  };
}
