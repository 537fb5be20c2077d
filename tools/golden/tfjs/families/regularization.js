// Outside training these layers give their input back, with its mask.
const STEPS = [[1, 1, 0], [1, 0, 0]];
const CASES = {
  dropout: ['Dropout', { rate: 0.5 }], alpha_dropout: ['AlphaDropout', { rate: 0.25 }], gaussian_dropout: ['GaussianDropout', { rate: 0.25 }],
  gaussian_noise: ['GaussianNoise', { stddev: 2 }], spatial_dropout1d: ['SpatialDropout1D', { rate: 0.5 }],
};

module.exports = (add) => {
  for (const [name, [className, config]] of Object.entries(CASES)) add(name, className, config, [2, 3, 4], { mask: STEPS, makesMask: true });
};
