/** The services that the platform speaks to, by what each is called where. */
const services = {
  dynamodb: { variable: 'AWS_ENDPOINT_URL_DYNAMODB', host: 'dynamodb' },
  lambda: { variable: 'AWS_ENDPOINT_URL_LAMBDA', host: 'lambda' },
  ssm: { variable: 'AWS_ENDPOINT_URL_SSM', host: 'ssm' },
  s3: { variable: 'AWS_ENDPOINT_URL_S3', host: 's3' },
  /** Step Functions. */
  states: { variable: 'AWS_ENDPOINT_URL_SFN', host: 'states' },
} as const;

/** As signatures name them. */
export type ServiceName = keyof typeof services;

/** The variables are those of AWS's SDKs: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function serviceAddress(service: ServiceName, region: string): URL {
  const { variable, host } = services[service];
  const given = textOf(variable) ?? textOf('AWS_ENDPOINT_URL');
  return new URL(
    given ?? `https://${host}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
  );
}

export function environmentRegion(): string {
  const region = textOf('AWS_REGION') ?? textOf('AWS_DEFAULT_REGION');
  if (region === undefined) throw new Error('no AWS region is given: set the environment variable AWS_REGION');
  return region;
}

function textOf(variable: string): string | undefined {
  const value = process.env[variable];
  return value === undefined || value === '' ? undefined : value;
}
