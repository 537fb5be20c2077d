#!/usr/bin/env node
// Writes DeepSharp.Tests/Golden/layers-<family>-tfjs.json by the scripts in families/, or checks that the committed files are what they give.
// Usage: make_layers.js [--check] [family ...]
const fs = require('fs');
const path = require('path');
const { tf, Topic } = require('./golden_case.js');

const KNOWN = fs.readdirSync(path.join(__dirname, 'families')).map((file) => path.basename(file, '.js')).sort();

// Numbers may differ by rounding: another build sums in another order.
function same(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 2e-6 * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

async function main() {
  const check = process.argv.includes('--check'), chosen = process.argv.slice(2).filter((a) => !a.startsWith('-'));
  const unknown = chosen.filter((family) => !KNOWN.includes(family));
  if (unknown.length > 0) throw new Error(`unknown family ${unknown.join(', ')}; known: ${KNOWN.join(', ')}`);
  await tf.setBackend('cpu');
  for (const family of chosen.length > 0 ? chosen : KNOWN) {
    const topic = new Topic(`layers-${family}-tfjs`);
    require(`./families/${family}.js`)((name, class_name, config, shape, options) => topic.add(name, { class_name, config }, shape, options));
    if (!check) topic.write();
    else if (!fs.existsSync(topic.file) || !same(JSON.parse(topic.text), JSON.parse(fs.readFileSync(topic.file, 'utf8')))) {
      console.log(`${topic.name}.json is not what the script gives`);
      process.exitCode = 1;
    }
  }
  if (check && !process.exitCode) console.log('the golden files are up to date');
}

main();
