// Building blocks of the golden files made by TensorFlow.js: seeded inputs, a layer's outputs and gradients, and the JSON text.
// Values are as in golden_case.py; TensorFlow.js computes in float32.
const fs = require('fs');
const path = require('path');
const tf = require('@tensorflow/tfjs');

const FOLDER = path.join(__dirname, '..', '..', '..', 'DeepSharp.Tests', 'Golden');

// Numbers of about the normal distribution, multiples of 1/64, from a 32-bit congruential generator seeded by the text.
function draw(key) {
  let state = 2166136261;
  for (const c of key) state = Math.imul(state ^ c.charCodeAt(0), 16777619);
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / (1 << 24);
  };
  return (shape, scale) => {
    const count = shape.reduce((a, b) => a * b, 1);
    return Array.from({ length: count }, () => {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += next();
      return Math.round(sum * (scale || 1) * 64) / 64;
    });
  };
}

const camel = (text) => text.replace(/_([a-z])/g, (_, c) => c.toUpperCase());

// Keras' settings under TensorFlow.js' names; layers inside are made by `make`.
function settings(config, make) {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camel(key), value && value.class_name ? make(value)
    : Array.isArray(value) && value.some((v) => v && v.class_name) ? value.map(make) : value]));
}

class Topic {
  constructor(name) {
    this.name = name;
    this.cases = [];
  }

  // Runs a layer and adds its outputs, masks and gradients. `options`: weights (shapes), states (shapes), mask (rows of 0 and 1), factory.
  add(name, layerJson, shape, options) {
    const random = draw(`${this.name}/${name}`);
    const arrays = {}, inputs = [];
    const put = (key, shape, values) => {
      arrays[key] = { shape, values };
      inputs.push(key);
    };
    put('x0', shape, random(shape));
    if (options.mask) put('x0.mask', [options.mask.length, options.mask[0].length], options.mask.flat());
    (options.states || []).forEach((s, i) => put(`x${i + 1}`, s, random(s)));
    const layer = options.factory(layerJson);
    layer.apply(tf.tensor(arrays.x0.values, shape));
    layer.weights.forEach((w, i) => put(`w${i}`, w.shape, random(w.shape, 0.5)));
    layer.setWeights(layer.weights.map((_, i) => tf.tensor(arrays[`w${i}`].values, arrays[`w${i}`].shape)));

    const variables = {};
    for (const key of inputs) if (key[0] === 'x' && !key.endsWith('.mask')) variables[key] = tf.variable(tf.tensor(arrays[key].values, arrays[key].shape));
    const call = {};
    if (options.mask) call.mask = tf.tensor(options.mask.flat(), arrays['x0.mask'].shape, 'bool');
    if (options.states) call.initialState = options.states.map((_, i) => variables[`x${i + 1}`]);
    const run = () => [layer.apply(variables.x0, call)].flat();
    const outputs = [];
    const weights = run().map((y, i) => {
      outputs.push(`y${i}`);
      arrays[`y${i}`] = { shape: y.shape, values: Array.from(y.dataSync()) };
      return tf.tensor(random(y.shape), y.shape);
    });
    weights.forEach((w, i) => { arrays[`y${i}.upstream`] = { shape: w.shape, values: Array.from(w.dataSync()), exact: true }; });
    const sources = { ...variables };
    layer.weights.forEach((w, i) => { sources[`w${i}`] = w.val; });
    const { grads } = tf.variableGrads(() => run().map((y, i) => tf.sum(tf.mul(y, weights[i]))).reduce((a, b) => tf.add(a, b)), Object.values(sources));
    for (const [key, variable] of Object.entries(sources)) {
      const gradient = grads[variable.name];
      arrays[`${key}.grad`] = { shape: gradient.shape, values: Array.from(gradient.dataSync()) };
    }
    this.cases.push({ name, attributes: { layer: layerJson }, inputs, outputs, arrays });
  }

  write() {
    const number = (v, exact) => String(exact ? v : Number(v.toPrecision(9)));
    const text = ({ name, attributes, inputs, outputs, arrays }) => {
      const head = Object.entries({ name, attributes, inputs, outputs }).map(([k, v]) => `      "${k}": ${JSON.stringify(v)}`).join(',\n');
      const body = Object.entries(arrays).map(([k, a]) => `        ${JSON.stringify(k)}: {"shape": ${JSON.stringify(a.shape)}, "values": [${
        a.values.map((v) => number(v, a.exact || inputs.includes(k))).join(',')}]}`).join(',\n');
      return `    {\n${head},\n      "arrays": {\n${body}\n      }\n    }`;
    };
    const all = `{\n  "topic": ${JSON.stringify(this.name)},\n  "cases": [\n${this.cases.map(text).join(',\n')}\n  ]\n}\n`;
    fs.writeFileSync(path.join(FOLDER, `${this.name}.json`), all);
    console.log(`${this.name}.json: ${this.cases.length} cases, ${Math.round(all.length / 1024)} KB`);
  }
}

module.exports = { tf, Topic, settings };
