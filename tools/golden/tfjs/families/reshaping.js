// name: class, config, input shape
const CASES = {
  flatten: ['Flatten', {}, [2, 3, 2, 2]],
  flatten_batch_of_one: ['Flatten', {}, [1, 2, 3]],
  reshape: ['Reshape', { target_shape: [4, 3] }, [2, 2, 6]],
  reshape_open_length: ['Reshape', { target_shape: [3, -1] }, [2, 2, 6]],
  permute: ['Permute', { dims: [3, 1, 2] }, [2, 2, 3, 4]],
  repeat_vector: ['RepeatVector', { n: 3 }, [2, 4]],
  cropping2d: ['Cropping2D', { cropping: [[1, 0], [0, 2]] }, [2, 4, 5, 2]],
  cropping2d_all_but_one: ['Cropping2D', { cropping: [[1, 2], [2, 1]] }, [1, 4, 4, 1]],
  zero_padding2d: ['ZeroPadding2D', { padding: [[1, 0], [0, 2]] }, [2, 2, 3, 2]],
  zero_padding2d_equal: ['ZeroPadding2D', { padding: 2 }, [1, 1, 2, 1]],
  up_sampling2d_nearest: ['UpSampling2D', { size: [2, 3] }, [1, 2, 3, 2]],
};

module.exports = (add) => {
  for (const [name, [className, config, shape]] of Object.entries(CASES)) add(name, className, config, shape);
};
