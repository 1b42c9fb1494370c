import {
  backend_util,
  getKernel,
  getKernelsForBackend,
  registerKernel,
  type Conv2DBackpropFilterAttrs,
  type DataType,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

type ConvolutionInfo = backend_util.Conv2DInfo;

/** The part of the WebAssembly backend that a kernel works with: tensors in its heap. */
interface TensorHeap {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): backend_util.TypedArray;
  disposeData(dataId: object): boolean;
}

const KERNEL = 'Conv2DBackpropFilter';

/**
 * Registers the gradient of a convolution by its filter, which TensorFlow.js 4.22 lacks on WebAssembly, so that
 * convolutional networks can be trained there. Channels last, no dilation.
 *
 * The gradient is one matrix product: patches of the input, unfolded (im2col), times the output's gradient.
 */
export function registerConv2dBackpropFilter(): void {
  if (getKernelsForBackend('wasm').some(({ kernelName }) => kernelName === KERNEL)) return;
  registerKernel({ kernelName: KERNEL, backendName: 'wasm', kernelFunc: conv2dBackpropFilter });
}

const conv2dBackpropFilter: KernelFunc = (call) => {
  const { x, dy } = call.inputs;
  if (x === undefined || dy === undefined) throw new Error(`${KERNEL} needs the inputs x and dy`);
  // The engine hands every kernel the widest types; these are the ones it promises for this kernel and backend.
  const { strides, pad, dimRoundingMode, filterShape } = call.attrs as object as Conv2DBackpropFilterAttrs;
  const backend = call.backend as TensorHeap;
  const info = backend_util.computeConv2DInfo(
    shape4(x.shape),
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    'channelsLast',
  );
  const positions = info.batchSize * info.outHeight * info.outWidth;
  const patches = unfold(backend, x, info, positions);
  const product = getKernel('BatchMatMul', 'wasm').kernelFunc({
    inputs: { a: patches, b: { ...dy, shape: [1, positions, info.outChannels] } },
    backend,
    attrs: { transposeA: false, transposeB: false },
  });
  backend.disposeData(patches.dataId);
  const [gradient] = [product].flat();
  if (gradient === undefined) throw new Error(`${KERNEL} got no product`);
  return { ...gradient, shape: filterShape };
};

/** Rows are places in the filter (height, width, channel), columns are places in the output; outside the input is 0. */
function unfold(backend: TensorHeap, x: TensorInfo, info: ConvolutionInfo, positions: number): TensorInfo {
  const rows = info.filterHeight * info.filterWidth * info.inChannels;
  // Allocated before the views are taken: growing the heap would detach them.
  const patches = backend.makeOutput([1, rows, positions], 'float32');
  const source = backend.typedArrayFromHeap(x);
  const target = backend.typedArrayFromHeap(patches);
  let at = 0;
  for (let row = 0; row < info.filterHeight; row++) {
    for (let column = 0; column < info.filterWidth; column++) {
      for (let channel = 0; channel < info.inChannels; channel++) {
        at = unfoldOne(source, target, at, info, row, column, channel);
      }
    }
  }
  return patches;
}

function unfoldOne(
  source: ArrayLike<number>,
  target: backend_util.TypedArray,
  start: number,
  info: ConvolutionInfo,
  filterRow: number,
  filterColumn: number,
  channel: number,
): number {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  let at = start;
  for (let image = 0; image < batchSize; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      const inRow = outRow * strideHeight - padInfo.top + filterRow;
      const inside = inRow >= 0 && inRow < inHeight;
      const rowStart = (image * inHeight + inRow) * inWidth * inChannels + channel;
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const inColumn = outColumn * strideWidth - padInfo.left + filterColumn;
        const value = inside && inColumn >= 0 && inColumn < inWidth ? source[rowStart + inColumn * inChannels] : 0;
        target[at++] = value ?? 0;
      }
    }
  }
  return at;
}

const shape4 = ([batch = 1, height = 1, width = 1, channels = 1]: readonly number[]): [
  number,
  number,
  number,
  number,
] => [batch, height, width, channels];
