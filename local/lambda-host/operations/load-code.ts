import { LambdaError } from '../lambda-error.ts';
import { unpackCode, type UnpackedCode } from '../unpack-code.ts';
import type { CodeLocation } from './function-request.ts';
import type { LambdaOperations } from './operation.ts';

/** Brings a deployment package from the request or from S3 and unpacks it. */
export async function loadCode(
  { readObject, codeFolder }: Pick<LambdaOperations, 'readObject' | 'codeFolder'>,
  { ZipFile, S3Bucket, S3Key }: CodeLocation,
): Promise<UnpackedCode> {
  if (ZipFile !== undefined) return unpackCode(Buffer.from(ZipFile, 'base64'), codeFolder);
  if (S3Bucket === undefined || S3Key === undefined) {
    throw new LambdaError('InvalidParameterValueException', 'Please provide a source for function code.');
  }
  const zip = await readObject(S3Bucket, S3Key);
  if (!zip) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. (s3://${S3Bucket}/${S3Key})`,
    );
  }
  return unpackCode(zip, codeFolder);
}
