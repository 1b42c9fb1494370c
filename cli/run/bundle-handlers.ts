import { dirname, resolve } from 'node:path';
import { bundleStep } from '../../bundles/bundle-step.ts';
import type { CodeBundle } from '../../client/node/upload-code.ts';
import { bundleDiagnostic } from '../definition/bundle-diagnostic.ts';
import type { Diagnostic } from '../../statemachines/diagnostics/diagnostic.ts';
import type { Located } from '../../statemachines/diagnostics/source-span.ts';

export interface BundledHandlers {
  /** By the handler as the definition writes it. */
  readonly bundles: ReadonlyMap<string, CodeBundle>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bundles `path#export` for each handler; paths start at the definition's folder. */
export async function bundleHandlers(
  handlers: readonly Located<string>[],
  definitionPath: string,
): Promise<BundledHandlers> {
  const bundles = new Map<string, CodeBundle>();
  const diagnostics: Diagnostic[] = [];
  for (const { value: handler, span } of handlers) {
    const [path = '', exportName = 'default'] = handler.split('#');
    const bundle = await bundleStep({ file: resolve(dirname(definitionPath), path), exportName });
    if (bundle.kind === 'bundled') {
      bundles.set(handler, { digest: bundle.digest, zip: bundle.zip });
      continue;
    }
    diagnostics.push(...bundle.faults.map((fault) => bundleDiagnostic({ value: handler, span }, fault)));
  }
  return { bundles, diagnostics };
}
