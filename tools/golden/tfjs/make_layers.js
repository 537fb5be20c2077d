#!/usr/bin/env node
'use strict';
// Writes DeepSharp.Tests/Golden/layers-tfjs-<family>.json from the lists of cases in families/, or checks that the committed files are what it gives.
// Usage: make_layers.js [--check] [family ...]
const fs = require('fs');
const path = require('path');
const {tf, fileText} = require('./golden_case.js');

const golden = path.join(__dirname, '..', '..', '..', 'DeepSharp.Tests', 'Golden');
const known = fs.readdirSync(path.join(__dirname, 'families')).map(file => path.basename(file, '.js')).sort();

/** Numbers may differ by rounding: another build sums in another order. */
function same(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 2e-6 * Math.max(1, Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every(key => same(a[key], b[key]));
}

async function main() {
  const check = process.argv.includes('--check'), chosen = process.argv.slice(2).filter(a => !a.startsWith('-'));
  const unknown = chosen.filter(family => !known.includes(family));
  if (unknown.length > 0) throw new Error(`unknown family ${unknown.join(', ')}; known: ${known.join(', ')}`);
  await tf.setBackend('cpu');
  let faults = 0;
  for (const family of chosen.length > 0 ? chosen : known) {
    const topic = `layers-tfjs-${family}`, file = path.join(golden, `${topic}.json`);
    const cases = require(`./families/${family}.js`), text = fileText(topic, cases);
    if (!check) {
      fs.writeFileSync(file, text);
      console.log(`${topic}.json: ${cases.length} cases, ${Math.floor(text.length / 1024)} KB`);
    } else if (!fs.existsSync(file) || !same(JSON.parse(text), JSON.parse(fs.readFileSync(file, 'utf8')))) {
      console.log(`${topic}.json is not what the script gives`);
      faults++;
    }
  }
  if (check && faults === 0) console.log('the golden files are up to date');
  process.exitCode = faults > 0 ? 1 : 0;
}

main();
