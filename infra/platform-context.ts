import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import { z } from 'zod';
import { manifest } from '../functions/manifest.ts';
import type { PlatformOptions } from './platform-options.ts';

const schema = z.strictObject({
  keepsData: z.boolean().optional(),
  architecture: z.enum(['arm64', 'x86_64']).optional(),
  reservedConcurrency: z.partialRecord(z.enum(manifest.map(({ name }) => name)), z.int().min(1)).optional(),
  logRetention: z.enum(RetentionDays).optional(),
});

/** The stage that `-c stage=` names, and what `slipway:<stage>` says of it in cdk.json. Throws with every slip at once. */
export function platformContext(node: Node): PlatformOptions {
  const stage: unknown = node.tryGetContext('stage') ?? 'dev';
  const key = `slipway:${String(stage)}`;
  const given = schema.safeParse(node.tryGetContext(key) ?? {});
  if (!given.success) throw new Error(`the context "${key}" is not usable:\n${z.prettifyError(given.error)}`);
  const chosen = Object.entries(given.data).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(chosen), stage: String(stage) };
}
