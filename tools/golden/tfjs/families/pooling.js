const CONFIGS = {
  valid: {}, same_pool3_stride2: { pool_size: 3, strides: 2, padding: 'same' }, same_window_above_input: { pool_size: 6, strides: 1, padding: 'same' },
  stride_above_pool: { pool_size: 2, strides: 3 },
};
const SHAPES = { 1: [2, 7, 2], 2: [2, 5, 4, 2], 3: [1, 5, 3, 4, 2] };

module.exports = (add) => {
  for (const kind of ['Max', 'Average']) {
    for (const rank of [1, 2, 3]) {
      for (const [suffix, config] of Object.entries(CONFIGS)) {
        // TensorFlow.js' gradient of averages counts the padding, unlike its values.
        const frozen = kind === 'Average' && config.padding === 'same';
        add(`${kind.toLowerCase()}${rank}d_${suffix}`, `${kind}Pooling${rank}D`, { pool_size: 2, ...config }, SHAPES[rank], { draw: 'distinct', frozen });
      }
    }
    for (const rank of [1, 2]) add(`global_${kind.toLowerCase()}${rank}d`, `Global${kind}Pooling${rank}D`, {}, SHAPES[rank], { draw: 'distinct' });
  }
};
