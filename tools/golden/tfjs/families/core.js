'use strict';
const steps = {shape: [2, 3], values: [1, 1, 0, 1, 0, 0]};

module.exports = [
  {name: 'activation_relu', layer: {class_name: 'Activation', config: {activation: 'relu'}}, shapes: [[2, 3, 2]]},
  {name: 'activation_softmax', layer: {class_name: 'Activation', config: {activation: 'softmax'}}, shapes: [[1, 5]]},
  {name: 'dense_masked', layer: {class_name: 'Dense', config: {units: 2, activation: 'tanh'}}, shapes: [[2, 3, 4]], mask: steps},
  {
    name: 'masking', layer: {class_name: 'Masking', config: {mask_value: 0.5}}, makesMask: true, frozen: true,
    inputs: [{shape: [2, 3, 2], values: [1, 0.5, 0.5, 0.5, 0, 2, 0.5, 0.5, 0.25, 1, -0.5, 0.5]}],
  },
];
