import { z } from 'zod';

import { LambdaError } from '../lambda-error.ts';

/** Limits and patterns of https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const configuration = {
  Description: z.string().max(256).optional(),
  Environment: z.object({ Variables: z.record(z.string().regex(/^[a-zA-Z]\w+$/), z.string()).optional() }).optional(),
  EphemeralStorage: z.object({ Size: z.int().min(512).max(10_240) }).optional(),
  Handler: z
    .string()
    .max(128)
    .regex(/^[^\s/]+\.[^\s.]+$/)
    .optional(),
  MemorySize: z.int().min(128).max(10_240).optional(),
  Role: z.string().optional(),
  Runtime: z.string().optional(),
  Timeout: z.int().min(1).max(900).optional(),
};

const code = {
  S3Bucket: z.string().optional(),
  S3Key: z.string().optional(),
  ZipFile: z.base64().optional(),
};

const createRequest = z.object({
  ...configuration,
  FunctionName: z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/),
  Code: z.object(code),
  Role: z.string(),
});
const codeRequest = z.object({ ...code, DryRun: z.boolean().optional() });
const configurationRequest = z.object(configuration);

export type CreateFunctionRequest = z.infer<typeof createRequest>;
export type CodeLocation = Pick<z.infer<typeof codeRequest>, 'S3Bucket' | 'S3Key' | 'ZipFile'>;
export type ConfigurationRequest = z.infer<typeof configurationRequest>;

export const parseCreateRequest = (body: Buffer): CreateFunctionRequest => parse(createRequest, body);
export const parseCodeRequest = (body: Buffer): z.infer<typeof codeRequest> => parse(codeRequest, body);
export const parseConfigurationRequest = (body: Buffer): ConfigurationRequest => parse(configurationRequest, body);

function parse<Value>(schema: z.ZodType<Value>, body: Buffer): Value {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new LambdaError('InvalidRequestContentException', 'Could not parse request body into json');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new LambdaError('InvalidParameterValueException', `${faults.length} validation error(s): ${faults.join('; ')}`);
}
