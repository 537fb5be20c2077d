// How long one sample takes through ONNX Runtime: best, median and 99th percentile of single calls, in milliseconds.
// npm install --ignore-scripts onnxruntime-node;  python3 ort_export_one.py --peers FOLDER TARGET;  node ort_latency.js TARGET [--threads N]
// The package is looked for from the current folder. Prints one line of JSON.
const fs = require('fs'), path = require('path');
const ort = require(require.resolve('onnxruntime-node', { paths: [process.cwd(), __dirname] }));
const folder = process.argv[2], at = process.argv.indexOf('--threads'), threads = at < 0 ? 1 : Number(process.argv[at + 1]);
const now = () => Number(process.hrtime.bigint()) / 1e6;

async function percentiles(call, calls = 2000, milliseconds = 2000) {
  for (const start = now(); now() - start < 1000;) await call();
  const times = [];
  for (const start = now(); times.length < calls && now() - start < milliseconds;) {
    const before = now();
    await call();
    times.push(now() - before);
  }
  times.sort((a, b) => a - b);
  return { best: times[0], median: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

(async () => {
  const inputs = JSON.parse(fs.readFileSync(path.join(folder, 'inputs.json'))), out = {};
  for (const name in inputs) {
    const { shape, dtype } = inputs[name], n = shape.reduce((a, b) => a * b, 1);
    const data = dtype === 'int64' ? BigInt64Array.from({ length: n }, (_, i) => BigInt(i % 65)) : Float32Array.from({ length: n }, () => Math.random() - 0.5);
    const session = await ort.InferenceSession.create(path.join(folder, name + '.onnx'), { intraOpNumThreads: threads, interOpNumThreads: 1 });
    const feed = { x: new ort.Tensor(dtype, data, shape) };
    out[name] = await percentiles(() => session.run(feed));
  }
  console.log(JSON.stringify(out));
})();
