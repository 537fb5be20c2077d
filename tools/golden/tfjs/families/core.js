const STEPS = [[1, 1, 0], [1, 0, 0]];

module.exports = (add) => {
  add('activation_relu', 'Activation', { activation: 'relu' }, [2, 3, 2]);
  add('activation_softmax', 'Activation', { activation: 'softmax' }, [1, 5]);
  add('dense_masked', 'Dense', { units: 2, activation: 'tanh' }, [2, 3, 4], { mask: STEPS, makesMask: true });
  // It cannot differentiate through the mask.
  const values = [1, 0.5, 0.5, 0.5, 0, 2, 0.5, 0.5, 0.25, 1, -0.5, 0.5];
  add('masking', 'Masking', { mask_value: 0.5 }, [2, 3, 2], { values, makesMask: true, frozen: true });
};
