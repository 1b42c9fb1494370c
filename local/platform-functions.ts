import type { EnvironmentName, FunctionSpec } from '../functions/manifest.ts';
import type { LambdaHost } from './lambda-host/lambda-host.ts';

/** Values of the manifest's environment names on this cloud. */
export type PlatformEnvironment = Readonly<Record<EnvironmentName, string>>;

export function platformFunctionName(stage: string, name: string): string {
  return `slipway-${stage}-${name}`;
}

/** Puts a function of the manifest into the host, as infra/ puts it on AWS. */
export function putPlatformFunction(
  host: LambdaHost,
  spec: FunctionSpec,
  bundle: { readonly directory: string; readonly handler: string },
  environment: PlatformEnvironment,
): void {
  host.putPlatformFunction({
    name: platformFunctionName(environment.SLIPWAY_STAGE, spec.name),
    runtime: 'nodejs24.x',
    role: environment.SLIPWAY_FUNCTION_ROLE_ARN,
    handler: bundle.handler,
    description: '',
    memoryMb: spec.memoryMb,
    timeoutSeconds: spec.timeoutSeconds,
    storageMb: spec.storageMb,
    environment: Object.fromEntries(spec.environment.map((name) => [name, environment[name]])),
    codeFolder: bundle.directory,
    codeSha256: '',
    codeSize: 0,
    allowance: spec.layout === 'step' ? 'steps' : 'platform',
  });
}
