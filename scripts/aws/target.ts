import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** Which stage of which account. */
export interface Target {
  readonly stage: string;
  readonly region: string;
  /** As it was given, for commands that are shown. */
  readonly options: string;
  /** Whatever else was given, with its value. */
  readonly rest: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * Reads `--profile`, `--region`, `--stage` (`dev` unless told) and the options of `more`; AWS's own variables then say the same to
 * everything that is started from here. Ends the program with a message where something is missing.
 */
export async function readTarget(
  more: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>> = {},
): Promise<Target> {
  const { values } = parseArgs({
    options: { profile: { type: 'string' }, region: { type: 'string' }, stage: { type: 'string' }, ...more },
  });
  const { profile, region: given, stage = 'dev', ...rest } = values as Readonly<Record<string, string | undefined>>;
  if (profile !== undefined) process.env['AWS_PROFILE'] = profile;
  const region =
    given ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? (await profileRegion(profile));
  if (region === undefined) {
    throw new Error(
      'no region is given: pass --region, or set one for the profile (aws configure set region eu-west-1)',
    );
  }
  process.env['AWS_REGION'] = region;
  const options = [
    profile === undefined ? [] : [`--profile ${profile}`],
    given === undefined ? [] : [`--region ${given}`],
    stage === 'dev' ? [] : [`--stage ${stage}`],
  ];
  return { stage, region, options: options.flat().join(' '), rest };
}

async function profileRegion(profile: string | undefined): Promise<string | undefined> {
  try {
    const options = profile === undefined ? {} : { profile };
    return await loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...options })();
  } catch {
    // There is no file, or it names no region.
    return undefined;
  }
}

const outputFolder = join(import.meta.dirname, '..', '..', 'cdk.out');

/** Where a deployment leaves the addresses and names that CloudFormation gave. */
export function outputsFile(stage: string): string {
  return join(outputFolder, `outputs-${stage}.json`);
}
