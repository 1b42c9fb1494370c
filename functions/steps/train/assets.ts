/** What must lie beside a bundle of this step. */
export { assets, type StepAsset } from '../networks/assets.ts';
