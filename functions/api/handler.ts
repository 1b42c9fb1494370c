import { apiPlatform } from '../composition.ts';
import { createApiHandler } from './create-api-handler.ts';

export const handler = createApiHandler(apiPlatform());
