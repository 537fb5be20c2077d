// Building blocks of the golden files made by TensorFlow.js: seeded inputs, a layer's outputs, masks and gradients, and the JSON text.
// Values are as in golden_case.py; TensorFlow.js computes in float32.
const fs = require('fs');
const path = require('path');
const tf = require('@tensorflow/tfjs');

const FOLDER = path.join(__dirname, '..', '..', '..', 'DeepSharp.Tests', 'Golden');

// Seeded random inputs, exact in float32 and in the file: a 32-bit congruential generator seeded by a text.
class Draw {
  constructor(key) {
    this.state = 2166136261;
    for (const c of key) this.state = Math.imul(this.state ^ c.charCodeAt(0), 16777619);
  }

  next() {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return (this.state >>> 8) / (1 << 24);
  }

  fill(shape, value) {
    return Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value);
  }

  // Of about the normal distribution, multiples of 1/64.
  normal(shape, scale) {
    return this.fill(shape, () => {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += this.next();
      return Math.round(sum * (scale || 1) * 64) / 64;
    });
  }

  // From 1/2 to 2, multiples of 1/64.
  positive(shape) {
    return this.fill(shape, () => Math.round((0.5 + 1.5 * this.next()) * 64) / 64);
  }

  // In random order around zero, 1/16 apart: no ties, and nothing at zero.
  distinct(shape) {
    const order = this.fill(shape, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order.map((i) => (i - Math.floor(order.length / 2)) / 16 + 1 / 64);
  }
}

const camel = (text) => text.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase());

// Keras' settings under TensorFlow.js' names; layers inside are made by `make`.
function settings(config, make) {
  return Object.fromEntries(Object.entries(structuredClone(config)).map(([key, value]) => [camel(key), value && value.class_name ? make(value)
    : Array.isArray(value) && value.some((v) => v && v.class_name) ? value.map(make) : value]));
}

// A layer by its class name.
function make(json) {
  const found = tf.serialization.SerializationMap.getMap().classNameMap[json.class_name];
  if (found === undefined) throw new Error(`TensorFlow.js has no layer ${json.class_name}`);
  return new found[0](settings(json.config, make));
}

class Topic {
  constructor(name) {
    this.name = name;
    this.cases = [];
  }

  // Runs a layer on an input (its shape) or several (their shapes) and adds its outputs, masks and gradients. `options`:
  // factory makes the layer; config holds settings that TensorFlow.js calls otherwise; draw is the inputs' distribution; values are the first input's own;
  // mask and states belong to the first input; makesMask asks the layer for one; training; frozen leaves gradients out.
  add(name, layerJson, shape, options = {}) {
    if (this.cases.some((c) => c.name === name)) throw new Error(`${this.name}: case '${name}' is there twice`);
    const random = new Draw(`${this.name}/${name}`), shapes = typeof shape[0] === 'number' ? [shape] : shape;
    const arrays = {}, inputs = [];
    const put = (key, shape, values) => {
      arrays[key] = { shape, values };
      inputs.push(key);
    };
    const read = (key) => tf.tensor(arrays[key].values, arrays[key].shape);
    shapes.forEach((s, i) => put(`x${i}`, s, i === 0 && options.values ? options.values : random[options.draw || 'normal'](s)));
    if (options.mask) put('x0.mask', [options.mask.length, options.mask[0].length], options.mask.flat());
    (options.states || []).forEach((s, i) => put(`x${i + 1}`, s, random.normal(s)));
    const one = (list) => (list.length === 1 ? list[0] : list), data = shapes.map((_, i) => `x${i}`);
    const layer = (options.factory || make)({ ...layerJson, config: { ...layerJson.config, ...options.config } });
    layer.apply(one(data.map(read)));
    layer.weights.forEach((w, i) => put(`w${i}`, w.shape, w.originalName.includes('variance') ? random.positive(w.shape) : random.normal(w.shape, 0.5)));
    layer.setWeights(layer.weights.map((_, i) => read(`w${i}`)));

    const variables = {};
    for (const key of inputs) if (key[0] === 'x' && !key.endsWith('.mask')) variables[key] = tf.variable(read(key));
    const call = options.training ? { training: true } : {};
    if (options.mask) call.mask = tf.tensor(options.mask.flat(), arrays['x0.mask'].shape, 'bool');
    if (options.states) call.initialState = options.states.map((_, i) => variables[`x${i + 1}`]);
    const run = () => [layer.apply(one(data.map((key) => variables[key])), call)].flat();
    const outputs = [];
    const result = (key, y) => { arrays[key] = { shape: y.shape, values: Array.from(y.dataSync()) }; };
    const weights = run().map((y, i) => {
      outputs.push(`y${i}`);
      result(`y${i}`, y);
      return options.frozen ? null : tf.tensor(random.normal(y.shape), y.shape);
    });
    // Recurrent layers end the mask here, and TensorFlow.js' would go on.
    if (options.makesMask) {
      outputs.push('y0.mask');
      result('y0.mask', layer.computeMask(variables.x0, call.mask));
    }
    const attributes = { layer: layerJson, ...(options.training ? { training: true } : {}) };
    this.cases.push({ name, attributes, inputs, outputs, arrays });
    if (options.frozen) return;
    weights.forEach((w, i) => { arrays[`y${i}.upstream`] = { shape: w.shape, values: Array.from(w.dataSync()), exact: true }; });
    const sources = { ...variables };
    layer.weights.forEach((w, i) => { if (layer.trainableWeights.includes(w)) sources[`w${i}`] = w.val; });
    const { grads } = tf.variableGrads(() => run().map((y, i) => tf.sum(tf.mul(y, weights[i]))).reduce((a, b) => tf.add(a, b)), Object.values(sources));
    for (const [key, variable] of Object.entries(sources)) result(`${key}.grad`, grads[variable.name]);
  }

  get text() {
    const number = (v, exact) => (Number.isFinite(v) ? String(exact ? v : Number(v.toPrecision(9))) : `"${v}"`).replace(/^-0$/, '0');
    const text = ({ name, attributes, inputs, outputs, arrays }) => {
      const head = Object.entries({ name, attributes, inputs, outputs }).map(([k, v]) => `      "${k}": ${JSON.stringify(v)}`).join(',\n');
      const body = Object.entries(arrays).map(([k, a]) => `        ${JSON.stringify(k)}: {"shape": ${JSON.stringify(a.shape)}, "values": [${
        a.values.map((v) => number(v, a.exact || inputs.includes(k))).join(',')}]}`).join(',\n');
      return `    {\n${head},\n      "arrays": {\n${body}\n      }\n    }`;
    };
    return `{\n  "topic": ${JSON.stringify(this.name)},\n  "cases": [\n${this.cases.map(text).join(',\n')}\n  ]\n}\n`;
  }

  get file() {
    return path.join(FOLDER, `${this.name}.json`);
  }

  write() {
    fs.writeFileSync(this.file, this.text);
    console.log(`${this.name}.json: ${this.cases.length} cases, ${Math.round(this.text.length / 1024)} KB`);
  }
}

module.exports = { tf, Topic, settings };
