import type { CreateStateMachineCommandInput } from '@aws-sdk/client-sfn';
import { parseJson, isJsonArray, isJsonObject, sameJson, type JsonObject } from '../json/json.ts';
import type { MachineSettings } from '../journal/stored-machine.ts';
import { StepFunctionsError } from './step-functions-error.ts';

type Configurations = Partial<
  Pick<
    CreateStateMachineCommandInput,
    'loggingConfiguration' | 'tracingConfiguration' | 'encryptionConfiguration' | 'roleArn'
  >
>;

const NO_LOGGING: JsonObject = { level: 'OFF', includeExecutionData: false };
const NO_TRACING: JsonObject = { enabled: false };
const OWN_KEY: JsonObject = { type: 'AWS_OWNED_KEY' };

const plain = (value: object): JsonObject => {
  const json = parseJson(JSON.stringify(value));
  return isJsonObject(json) ? json : {};
};

/** Logs are not written here; what is asked for is kept and checked as far as it can be without an account. */
const loggingOf = (given: object): JsonObject => {
  const logging = { ...NO_LOGGING, ...plain(given) };
  const destinations = logging['destinations'];
  const count = destinations !== undefined && isJsonArray(destinations) ? destinations.length : 0;
  if (count > 1 || (count === 0 && logging['level'] !== 'OFF')) {
    throw new StepFunctionsError(
      'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.',
    );
  }
  return logging;
};

const encryptionOf = (given: object): JsonObject => {
  const encryption = plain(given);
  if ((encryption['type'] === 'CUSTOMER_MANAGED_KMS_KEY') !== (encryption['kmsKeyId'] !== undefined)) {
    throw new StepFunctionsError(
      'InvalidEncryptionConfiguration',
      `Invalid Encryption Configuration: 'kmsKeyId' goes with the type CUSTOMER_MANAGED_KMS_KEY, and only with it`,
    );
  }
  return encryption;
};

/** The settings of a machine after a request; what the request leaves out stays as it was. Throws AWS's errors. */
export const settingsAfter = (given: Configurations, before?: MachineSettings): MachineSettings => ({
  roleArn: given.roleArn ?? before?.roleArn ?? '',
  logging: given.loggingConfiguration === undefined ? before?.logging : loggingOf(given.loggingConfiguration),
  tracing:
    given.tracingConfiguration === undefined
      ? before?.tracing
      : { ...NO_TRACING, ...plain(given.tracingConfiguration) },
  encryption:
    given.encryptionConfiguration === undefined ? before?.encryption : encryptionOf(given.encryptionConfiguration),
});

export const sameConfigurations = (one: MachineSettings, other: MachineSettings): boolean =>
  sameJson(one.logging ?? NO_LOGGING, other.logging ?? NO_LOGGING) &&
  sameJson(one.tracing ?? NO_TRACING, other.tracing ?? NO_TRACING) &&
  sameJson(one.encryption ?? OWN_KEY, other.encryption ?? OWN_KEY);

interface ShownSettings {
  readonly roleArn: string;
  readonly loggingConfiguration: JsonObject;
  readonly tracingConfiguration: JsonObject;
  readonly encryptionConfiguration: JsonObject & { readonly type: 'AWS_OWNED_KEY' };
}

/** The settings as the describing operations show them. */
export const shownSettings = ({ roleArn, logging, tracing, encryption }: MachineSettings): ShownSettings => ({
  roleArn,
  loggingConfiguration: logging ?? NO_LOGGING,
  tracingConfiguration: tracing ?? NO_TRACING,
  encryptionConfiguration: { type: 'AWS_OWNED_KEY', ...encryption },
});
