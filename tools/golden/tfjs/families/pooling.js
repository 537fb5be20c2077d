'use strict';
const SUFFIXES = {
  valid: {}, same_pool3_stride2: {pool_size: 3, strides: 2, padding: 'same'}, same_window_above_input: {pool_size: 6, strides: 1, padding: 'same'},
  stride_above_pool: {pool_size: 2, strides: 3},
};
const SHAPES = {1: [2, 7, 2], 2: [2, 5, 4, 2], 3: [1, 5, 3, 4, 2]};

const windows = ['Max', 'Average'].flatMap(kind => [1, 2, 3].flatMap(rank => Object.entries(SUFFIXES).map(([suffix, config]) => ({
  name: `${kind.toLowerCase()}${rank}d_${suffix}`,
  layer: {class_name: `${kind}Pooling${rank}D`, config: {pool_size: 2, ...config}},
  shapes: [SHAPES[rank]],
  draw: 'distinct',
  // Its gradient of averages counts the padding, unlike its values.
  frozen: kind === 'Average' && config.padding === 'same',
}))));

const whole = ['Max', 'Average'].flatMap(kind => [1, 2].map(rank => ({
  name: `global_${kind.toLowerCase()}${rank}d`,
  layer: {class_name: `Global${kind}Pooling${rank}D`, config: {}},
  shapes: [SHAPES[rank]],
  draw: 'distinct',
})));

module.exports = [...windows, ...whole];
