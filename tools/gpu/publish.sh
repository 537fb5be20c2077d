#!/usr/bin/env bash
# Publishes the tests and the step benchmark for a Linux machine with a GPU and without .NET, as one archive.
#
#   tools/gpu/publish.sh [archive]        default: deepsharp-gpu.tar.xz
#
# There: mkdir t && tar -xJf deepsharp-gpu.tar.xz -C t && t/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
archive="$(realpath -m "${1:-deepsharp-gpu.tar.xz}")"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT

# Both go into one folder: they share the runtime and the libraries.
for project in benchmarks DeepSharp.Tests; do
  dotnet publish "$project" -c Release -r linux-x64 --self-contained -o "$out" -v quiet --nologo -p:DebugType=none -p:GenerateDocumentationFile=false -p:SatelliteResourceLanguages=en
done
rm -f "$out"/*.pdb "$out"/createdump "$out"/*.xml
cp tools/gpu/run.sh "$out/run.sh"
cp benchmarks/Peers/torch_cuda.py "$out/"
[ -f ../shared/bench/torch_peer.py ] && cp ../shared/bench/torch_peer.py "$out/"
chmod +x "$out/run.sh" "$out/DeepSharp.Tests" "$out/benchmarks"
tar -C "$out" -cJf "$archive" .
echo "$archive: $(du -h --apparent-size "$archive" | cut -f1), unpacked $(du -sh "$out" | cut -f1)"
