import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TaskError } from '../tasks/task-call.ts';

/** Where Step Functions' name of a service is not that of the client's package without its hyphens. */
const DIFFERENT: Readonly<Record<string, string>> = {
  applicationdiscovery: 'application-discovery-service',
  costandusagereport: 'cost-and-usage-report-service',
  databasemigration: 'database-migration-service',
  events: 'eventbridge',
  elasticmapreduce: 'emr',
  lexmodelbuilding: 'lex-model-building-service',
  lexruntime: 'lex-runtime-service',
  states: 'sfn',
};

/** How packages of much-used services are spelt, for the advice to install one. */
const SPELLINGS: Readonly<Record<string, string>> = {
  apigateway: 'api-gateway',
  applicationautoscaling: 'application-auto-scaling',
  autoscaling: 'auto-scaling',
  bedrockagentruntime: 'bedrock-agent-runtime',
  bedrockruntime: 'bedrock-runtime',
  cloudwatchlogs: 'cloudwatch-logs',
  cognitoidentityprovider: 'cognito-identity-provider',
  costexplorer: 'cost-explorer',
  elasticloadbalancingv2: 'elastic-load-balancing-v2',
  rdsdata: 'rds-data',
  redshiftdata: 'redshift-data',
  route53: 'route-53',
  sagemakerruntime: 'sagemaker-runtime',
  secretsmanager: 'secrets-manager',
  servicediscovery: 'servicediscovery',
};

const PREFIX = 'client-';

const installedPackages = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const folders = createRequire(import.meta.url).resolve.paths('@aws-sdk/client-sfn') ?? [];
  for (const folder of folders) {
    let names: readonly string[];
    try {
      names = readdirSync(join(folder, '@aws-sdk'));
    } catch {
      continue;
    }
    for (const name of names) {
      if (!name.startsWith(PREFIX)) continue;
      const bare = name.slice(PREFIX.length).replaceAll('-', '');
      if (!found.has(bare)) found.set(bare, `@aws-sdk/${name}`);
    }
  }
  return found;
};

let installed: ReadonlyMap<string, string> | undefined;

/** The package of the AWS SDK that speaks with this service, in Step Functions' lower-case name for it. */
const packageOf = (service: string): string => {
  const different = DIFFERENT[service];
  if (different !== undefined) return `@aws-sdk/${PREFIX}${different}`;
  installed ??= installedPackages();
  return installed.get(service) ?? `@aws-sdk/${PREFIX}${SPELLINGS[service] ?? service}`;
};

/** Loads the service's client. Rejects with a `TaskError` that says what to install. */
export const loadSdkPackage = async (service: string): Promise<Readonly<Record<string, unknown>>> => {
  const name = packageOf(service);
  try {
    return (await import(name)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new TaskError(
      'States.Runtime',
      `The integration with "${service}" needs the package ${name}, which is not installed: run "npm install ${name}", or give an in-process task`,
    );
  }
};
