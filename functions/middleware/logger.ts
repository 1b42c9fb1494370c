import { Logger } from '@aws-lambda-powertools/logger';

/** One structured log a function; the request's id comes with each line. */
export const logger = new Logger({ serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'slipway' });
