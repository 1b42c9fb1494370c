/** For CDK apps: `import { SlipwayPlatform, SlipwayPipeline } from 'slipway/cdk'`. */
export { type ContainerSettings, ContainerSteps } from './container-steps.ts';
export type { PlatformOptions } from './platform-options.ts';
export { SlipwayPipeline, type SlipwayPipelineProps } from './slipway-pipeline.ts';
export { SlipwayPlatform, type SlipwayPlatformProps } from './slipway-platform.ts';
export { templateSizes } from './template-sizes.ts';
export { type WildcardResource, wildcardResources } from './wildcard-resources.ts';
