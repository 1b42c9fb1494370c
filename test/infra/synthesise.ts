import { App, Validations } from 'aws-cdk-lib';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionName } from '../../functions/manifest.ts';
import { manifest } from '../../functions/manifest.ts';
import { nagChecks } from '../../infra/nag-checks.ts';

/** CloudFormation template, as JSON. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, ResourceJson>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface ResourceJson {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A folder for what a test's apps write; bundles in it are of one line, since bundling is another test's business. */
export function synthesisFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-infra-'));
  const directory = join(folder, 'bundle');
  mkdirSync(directory);
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = async () => {};\n');
  return {
    folder,
    bundles: new Map<FunctionName, { readonly directory: string }>(manifest.map(({ name }) => [name, { directory }])),
    app: (context: Readonly<Record<string, unknown>> = {}) =>
      new App({
        outdir: mkdtempSync(join(folder, 'cdk.out-')),
        context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong', ...context },
      }),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The templates by stack name, checked by cdk-nag: a finding that is not acknowledged throws. */
export function synthesise(app: App, checks: 'nag' | 'none' = 'none'): ReadonlyMap<string, TemplateJson> {
  if (checks === 'nag') Validations.of(app).addPlugins(...nagChecks());
  const { stacks } = app.synth();
  return new Map(stacks.map(({ stackName, template }) => [stackName, template as TemplateJson]));
}

/** Hashes of assets, and of the versions of functions, change with every line of code; what stands around them must not. */
export function masked(template: TemplateJson): string {
  return JSON.stringify(template, undefined, 2)
    .replaceAll(/[0-9a-f]{64}/g, '<hash>')
    .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>');
}

export function resourcesOf(templates: ReadonlyMap<string, TemplateJson>, type: string): readonly ResourceJson[] {
  return [...templates.values()].flatMap(({ Resources }) =>
    Object.values(Resources).filter((resource) => resource.Type === type),
  );
}
