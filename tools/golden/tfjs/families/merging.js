// name: class, config, input shapes
const CASES = {
  add: ['Add', {}, [[2, 3], [2, 3], [2, 3]]],
  add_stretched: ['Add', {}, [[2, 3, 4], [2, 1, 4]]],
  multiply: ['Multiply', {}, [[2, 3], [2, 3], [2, 3]]],
  average: ['Average', {}, [[1, 3], [1, 3], [1, 3]]],
  maximum: ['Maximum', {}, [[2, 3], [2, 3]]],
  minimum: ['Minimum', {}, [[2, 3], [2, 3]]],
  concatenate_last: ['Concatenate', {}, [[2, 3], [2, 1], [2, 2]]],
  concatenate_axis1: ['Concatenate', { axis: 1 }, [[2, 1, 3], [2, 2, 3]]],
  dot: ['Dot', { axes: 1 }, [[2, 3], [2, 3]]],
  dot_normalized: ['Dot', { axes: 1, normalize: true }, [[2, 4], [2, 4]]],
};

module.exports = (add) => {
  for (const [name, [className, config, shapes]] of Object.entries(CASES)) add(name, className, config, shapes, { draw: 'distinct' });
};
