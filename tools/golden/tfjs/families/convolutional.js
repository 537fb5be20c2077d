// name: class, config, input shape
const CASES = {
  conv1d_valid: ['Conv1D', { filters: 3, kernel_size: 3 }, [2, 6, 2]],
  conv1d_same_stride2_even: ['Conv1D', { filters: 2, kernel_size: 3, strides: 2, padding: 'same', activation: 'relu' }, [2, 6, 2]],
  conv1d_same_kernel_above_input: ['Conv1D', { filters: 2, kernel_size: 7, padding: 'same' }, [1, 3, 2]],
  conv1d_stride_above_kernel: ['Conv1D', { filters: 2, kernel_size: 2, strides: 3 }, [2, 8, 1]],
  conv1d_one_step: ['Conv1D', { filters: 2, kernel_size: 1 }, [1, 1, 3]],
  conv2d_valid_relu: ['Conv2D', { filters: 3, kernel_size: [3, 2], activation: 'relu' }, [2, 5, 4, 2]],
  conv2d_same_kernel4_stride3: ['Conv2D', { filters: 2, kernel_size: 4, strides: 3, padding: 'same' }, [1, 7, 5, 2]],
  conv2d_same_kernel_above_input: ['Conv2D', { filters: 2, kernel_size: 5, padding: 'same' }, [1, 2, 3, 2]],
  conv2d_stride_above_kernel: ['Conv2D', { filters: 2, kernel_size: 2, strides: [3, 4], padding: 'same', use_bias: false }, [2, 7, 9, 1]],
  conv2d_dilated: ['Conv2D', { filters: 2, kernel_size: 3, dilation_rate: [2, 1], padding: 'same', activation: 'tanh' }, [1, 6, 4, 2]],
  conv3d_valid: ['Conv3D', { filters: 2, kernel_size: [2, 1, 2] }, [1, 3, 2, 3, 2]],
  conv3d_same_strides: ['Conv3D', { filters: 2, kernel_size: 3, strides: 2, padding: 'same', use_bias: false }, [1, 3, 4, 2, 1]],
  conv2d_transpose_valid: ['Conv2DTranspose', { filters: 3, kernel_size: 3, strides: 2 }, [2, 3, 2, 2]],
  conv2d_transpose_valid_stride_above_kernel: ['Conv2DTranspose', { filters: 2, kernel_size: 2, strides: 3 }, [1, 2, 3, 2]],
  conv2d_transpose_same: ['Conv2DTranspose', { filters: 2, kernel_size: [3, 4], strides: 2, padding: 'same', activation: 'relu' }, [1, 3, 2, 3]],
  conv2d_transpose_same_stride1: ['Conv2DTranspose', { filters: 2, kernel_size: 3, padding: 'same', use_bias: false }, [1, 2, 3, 1]],
  conv3d_transpose_valid: ['Conv3DTranspose', { filters: 2, kernel_size: 2, strides: 2 }, [1, 2, 1, 2, 2]],
  conv3d_transpose_same: ['Conv3DTranspose', { filters: 1, kernel_size: 3, strides: [1, 2, 1], padding: 'same', use_bias: false }, [1, 2, 2, 2, 2]],
  depthwise2d_valid: ['DepthwiseConv2D', { kernel_size: 2, depth_multiplier: 2 }, [2, 4, 3, 2]],
  depthwise2d_same_stride2: ['DepthwiseConv2D', { kernel_size: 3, strides: 2, padding: 'same', activation: 'relu' }, [1, 5, 4, 3]],
  separable2d_valid: ['SeparableConv2D', { filters: 3, kernel_size: 2, depth_multiplier: 2 }, [2, 4, 3, 2]],
  separable2d_same_stride2: ['SeparableConv2D', { filters: 2, kernel_size: 3, strides: 2, padding: 'same', activation: 'relu', use_bias: false }, [1, 5, 4, 2]],
};

module.exports = (add) => {
  for (const [name, [className, config, shape]] of Object.entries(CASES)) {
    // TensorFlow.js has no gradient of dilated convolutions, nor of transposed ones over three axes.
    add(name, className, config, shape, { frozen: 'dilation_rate' in config || className === 'Conv3DTranspose' });
 }
};
