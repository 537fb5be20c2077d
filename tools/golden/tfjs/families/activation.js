// name: class, config, input shape, settings that TensorFlow.js calls otherwise
const CASES = {
  elu: ['ELU', {}, [2, 5]],
  leaky_relu: ['LeakyReLU', {}, [2, 5], { alpha: 0.3 }],
  leaky_relu_slope: ['LeakyReLU', { negative_slope: 0.125 }, [2, 5], { alpha: 0.125 }],
  prelu: ['PReLU', {}, [2, 3, 2]],
  prelu_shared: ['PReLU', { shared_axes: [1, 2] }, [2, 2, 3, 2]],
  relu: ['ReLU', {}, [2, 5]],
  relu_max_value: ['ReLU', { max_value: 0.75 }, [2, 5]],
  softmax: ['Softmax', {}, [2, 5]],
  softmax_axis1: ['Softmax', { axis: 1 }, [2, 5], {}],
};

module.exports = (add) => {
  for (const [name, [className, config, shape, differs]] of Object.entries(CASES)) add(name, className, config, shape, { config: differs });
};
