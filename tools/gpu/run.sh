#!/usr/bin/env bash
# Runs on a machine with a GPU what tools/gpu/publish.sh made: what there is of CUDA, the tests against the CPU, then the step benchmark beside PyTorch where that is installed.
#
#   run.sh [tests|bench|all] [folder for results]
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
what="${1:-all}"
results="$(mkdir -p "${2:-results}" && cd "${2:-results}" && pwd)"
export DEEPSHARP_DEVICE=cpu DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
status=0

echo "== what there is"
nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv 2>/dev/null || echo "nvidia-smi is not there."
"$here/benchmarks" cuda || exit 1

if [ "$what" != bench ]; then
  echo "== tests"
  "$here/DeepSharp.Tests" --filter "TestCategory=CudaEmulated" --results-directory "$results" > "$results/tests.txt" 2>&1 || status=1
  grep -E "^failed|total:|failed:|succeeded:|skipped:" "$results/tests.txt" | tail -60
fi

if [ "$what" != tests ]; then
  for precision in float32 tf32 bfloat16; do
    echo "== steps in $precision"
    "$here/benchmarks" step --device cuda:0 --precision "$precision" | tee "$results/steps-$precision.txt"
    if python3 -c "import torch; assert torch.cuda.is_available()" 2>/dev/null && [ -f "$here/torch_peer.py" ]; then
      echo "-- PyTorch"
      python3 "$here/torch_cuda.py" "$here" --precision "$precision" | tee "$results/torch-$precision.txt"
    else
      echo "-- PyTorch with CUDA is not there: nothing to compare with."
    fi
  done
fi
exit $status
