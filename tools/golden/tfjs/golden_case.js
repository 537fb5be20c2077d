'use strict';
// Building blocks of the golden files: seeded inputs, cases by TensorFlow.js with gradients, and the JSON text.
const tf = require('@tensorflow/tfjs');

/** Seeded random inputs. Every value is a multiple of a small power of two, so it is exact in float32 and in the file. */
class Draw {
  constructor(key) {
    let hash = 2166136261;
    for (const c of key) hash = Math.imul(hash ^ c.codePointAt(0), 16777619);
    this.state = hash >>> 0;
  }

  /** A number in [0, 1): the mulberry32 generator. */
  next() {
    this.state = (this.state + 0x6D2B79F5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  fill(shape, value) {
    return {shape, values: Array.from({length: shape.reduce((a, b) => a * b, 1)}, value)};
  }

  /** About normal, multiples of 1/64. */
  normal(shape) {
    return this.fill(shape, () => Math.round((this.next() + this.next() + this.next() + this.next() - 2) * 1.7 * 64) / 64);
  }

  /** In (0.5, 2), multiples of 1/64. */
  positive(shape) {
    return this.fill(shape, () => Math.round((0.5 + 1.5 * this.next()) * 64) / 64);
  }

  /** All values differ by at least 1/16, so a maximum is never a tie. */
  distinct(shape) {
    const count = shape.reduce((a, b) => a * b, 1), order = Array.from({length: count}, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return this.fill(shape, (_, i) => (order[i] - Math.floor(count / 2)) / 16 + 1 / 64);
  }

  integers(shape, below) {
    return this.fill(shape, () => Math.floor(this.next() * below));
  }
}

const camel = key => key.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase());

/** A layer of TensorFlow.js from Keras' class name and config; keys become camel case. */
function makeLayer(className, config) {
  const entry = tf.serialization.SerializationMap.getMap().classNameMap[className];
  if (entry === undefined) throw new Error(`TensorFlow.js has no layer ${className}`);
  const settings = Object.fromEntries(Object.entries(config).map(([key, value]) => [camel(key), value]));
  return new entry[0](settings);
}

const tensor = array => tf.tensor(array.values, array.shape);
const boolean = array => tf.tensor(array.values, array.shape, 'bool');

function read(t) {
  return {shape: t.shape, values: Array.from(t.dataSync()), rounded: t.dtype === 'float32'};
}

/**
 * Runs a layer and gives a golden case.
 * @param topic The file's name without its ending.
 * @param spec name; layer: Keras 3's {class_name, config}; shapes: of the inputs; optional: tfjs: what differs in TensorFlow.js' config ({class_name, config});
 *   draw: how inputs are drawn (normal, distinct, positive); inputs: given values instead; mask: the first input's; makesMask; list: inputs are merged; training; frozen: no gradients.
 */
function makeCase(topic, spec) {
  const draw = new Draw(`${topic}/${spec.name}`), arrays = {}, inputs = [], outputs = [];
  const xs = (spec.inputs ?? spec.shapes.map(shape => draw[spec.draw ?? 'normal'](shape)));
  xs.forEach((x, i) => { arrays[`x${i}`] = x; inputs.push(`x${i}`); });
  if (spec.mask) { arrays['x0.mask'] = spec.mask; inputs.push('x0.mask'); }
  const layer = makeLayer(spec.tfjs?.class_name ?? spec.layer.class_name, structuredClone({...spec.layer.config, ...spec.tfjs?.config}));
  const single = list => list.length === 1 ? list[0] : list;
  const tensors = xs.map(tensor), mask = spec.mask ? boolean(spec.mask) : null;
  layer.apply(single(tensors));
  const weights = layer.getWeights().map((w, i) => {
    const variance = layer.weights[i].originalName.includes('variance');
    return draw[variance ? 'positive' : 'normal'](w.shape);
  });
  weights.forEach((w, i) => { arrays[`w${i}`] = w; inputs.push(`w${i}`); });
  layer.setWeights(weights.map(tensor));
  const kwargs = {training: spec.training ?? false, ...(mask ? {mask} : {})};
  const run = (...x) => {
    const y = layer.call(x.length === 1 && !spec.list ? x[0] : x, kwargs);
    return Array.isArray(y) ? y[0] : y;
  };
  const y = run(...tensors);
  arrays.y0 = read(y);
  outputs.push('y0');
  const outputMask = mask ? layer.computeMask(single(tensors), mask) : (spec.makesMask ? layer.computeMask(single(tensors)) : null);
  if (outputMask) { arrays['y0.mask'] = read(outputMask); outputs.push('y0.mask'); }
  if (!spec.frozen) {
    const upstream = draw.normal(y.shape);
    arrays['y0.upstream'] = upstream;
    const objective = (...x) => tf.sum(tf.mul(run(...x), tensor(upstream)));
    tf.grads(objective)(tensors).forEach((g, i) => { arrays[`x${i}.grad`] = read(g); });
    const variables = layer.trainableWeights.map(w => w.val);
    if (variables.length > 0) {
      const {grads} = tf.variableGrads(() => objective(...tensors), variables);
      layer.trainableWeights.forEach(w => {
        arrays[`w${layer.weights.indexOf(w)}.grad`] = read(grads[w.val.name]);
      });
    }
  }
  const attributes = {layer: spec.layer, ...(spec.training ? {training: true} : {})};
  return {name: spec.name, attributes, inputs, outputs, arrays};
}

const number = (value, rounded) => Number.isNaN(value) ? '"NaN"'
  : value === Infinity ? '"Infinity"' : value === -Infinity ? '"-Infinity"'
  : String(rounded ? Number(value.toPrecision(9)) : Number(value)).replace(/^-0$/, '0');

function caseText(one) {
  const spaced = value => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ').replace(/([[{]) /g, '$1').replace(/ ([\]}])/g, '$1');
  const head = ['name', 'attributes', 'inputs', 'outputs'].map(key => `      "${key}": ${spaced(one[key])}`).join(',\n');
  const arrays = Object.entries(one.arrays).map(([key, a]) =>
    `        "${key}": {"shape": ${JSON.stringify(a.shape)}, "values": [${a.values.map(v => number(v, a.rounded)).join(',')}]}`).join(',\n');
  return `    {\n${head},\n      "arrays": {\n${arrays}\n      }\n    }`;
}

/** The text of a golden file. */
function fileText(topic, specs) {
  const cases = specs.map(spec => {
    try {
      return tf.tidy(() => makeCase(topic, spec));
    } catch (e) {
      throw new Error(`${topic}/${spec.name}: ${e.message}`, {cause: e});
    }
  });
  const names = cases.map(c => c.name);
  if (new Set(names).size !== names.length) throw new Error(`${topic}: a case is there twice`);
  return `{\n  "topic": ${JSON.stringify(topic)},\n  "cases": [\n${cases.map(caseText).join(',\n')}\n  ]\n}\n`;
}

module.exports = {tf, fileText};
