// name: class, config, input shape, training
const CASES = {
  batch_inference: ['BatchNormalization', {}, [3, 4], false],
  batch_inference_image: ['BatchNormalization', { epsilon: 0.125 }, [2, 3, 2, 2], false],
  batch_training: ['BatchNormalization', {}, [6, 4], true],
  batch_training_image: ['BatchNormalization', { momentum: 0.5 }, [2, 3, 2, 2], true],
  layer: ['LayerNormalization', {}, [3, 5], false],
  layer_two_axes: ['LayerNormalization', { axis: [1, 2], epsilon: 0.125 }, [2, 3, 4], false],
};

module.exports = (add) => {
  for (const [name, [className, config, shape, training]] of Object.entries(CASES)) add(name, className, config, shape, { training });
};
