/** A file that must lie beside a bundle of a step that computes with networks, and where it is in its npm package. */
export interface StepAsset {
  /** The name that it must have beside the bundle. */
  readonly name: string;
  readonly package: string;
  /** Relative to the package's folder. */
  readonly path: string;
}

/** TensorFlow.js's WASM binary. Only the one with SIMD, which every Node.js that Slipway runs on has. */
export const assets: readonly StepAsset[] = [
  {
    name: 'tfjs-backend-wasm-simd.wasm',
    package: '@tensorflow/tfjs-backend-wasm',
    path: 'dist/tfjs-backend-wasm-simd.wasm',
  },
];
