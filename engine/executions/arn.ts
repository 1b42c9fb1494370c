import { StepFunctionsError } from './step-functions-error.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html: characters that no name may hold. */
const ILLEGAL = /[\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]/u;
const LONGEST_NAME = 80;

/** Throws `InvalidName` unless the name is one that AWS takes. */
export const checkName = (name: string): string => {
  if (name.length === 0 || name.length > LONGEST_NAME || ILLEGAL.test(name)) {
    throw new StepFunctionsError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
};

export interface Account {
  readonly region: string;
  readonly accountId: string;
}

export const machineArn = ({ region, accountId }: Account, name: string): string =>
  `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

export const activityArn = ({ region, accountId }: Account, name: string): string =>
  `arn:aws:states:${region}:${accountId}:activity:${name}`;

export const executionArn = ({ region, accountId }: Account, machineName: string, name: string): string =>
  `arn:aws:states:${region}:${accountId}:execution:${machineName}:${name}`;

export const expressExecutionArn = (
  { region, accountId }: Account,
  machineName: string,
  name: string,
  id: string,
): string => `arn:aws:states:${region}:${accountId}:express:${machineName}:${name}:${id}`;

export const mapRunArn = ({ region, accountId }: Account, machineName: string, label: string, id: string): string =>
  `arn:aws:states:${region}:${accountId}:mapRun:${machineName}/${label}:${id}`;

const PREFIX = /^arn:aws[a-z-]*:states:/;
const ARN = /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:([A-Za-z]+):(.+)$/;

/** Throws `InvalidArn` unless the text is an ARN of one of these types of resource. */
export const checkArn = (arn: string, types: readonly string[]): string => {
  if (!PREFIX.test(arn)) throw new StepFunctionsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  const match = ARN.exec(arn);
  if (match === null) throw new StepFunctionsError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
  if (!types.includes(match[1] ?? '')) {
    throw new StepFunctionsError(
      'InvalidArn',
      `Invalid Arn: 'Resource type not valid in this context: ${match[1] ?? ''}'`,
    );
  }
  return arn;
};
