import { deploymentPrefix } from '../../platform/pipelines/deployment-record.ts';
import { recordDeployment } from '../../platform/pipelines/record-deployment.ts';
import { recordDeploymentContext } from '../composition.ts';
import { setting } from '../environment.ts';
import { logger } from '../middleware/logger.ts';
import { serveEvent } from '../middleware/serve-event.ts';

const context = recordDeploymentContext();
const prefix = deploymentPrefix(setting('SLIPWAY_STAGE'));

/** EventBridge's "Parameter Store Change": https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html */
interface ParameterChange {
  readonly detail?: { readonly name?: string; readonly operation?: string };
}

/** Called when a deployment has written its parameter: the pipeline's next run takes what was deployed. */
export const handler = serveEvent(async ({ detail: { name = '', operation } = {} }: ParameterChange) => {
  if (!name.startsWith(prefix) || operation === 'Delete') return { outcome: 'ignored' as const };
  const version = await recordDeployment(context, name);
  if (version === undefined) return { outcome: 'gone' as const };
  logger.info('deployed', { pipeline: version.pipeline, definitionHash: version.definitionHash });
  return { outcome: 'recorded' as const };
});
