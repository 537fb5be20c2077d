#!/usr/bin/env bash
# Runs on a machine with a GPU what tools/gpu/publish.sh made: what there is of CUDA, the tests against the CPU, then the step benchmark beside PyTorch where that is installed.
#
#   run.sh [tests|bench|all] [folder for results] [seconds it may take]      default: all, results, 560
#
# In the folder there is then report.txt, everything needed to judge from afar on a page or two, and details.tar.gz with all output. The report's beginning is printed last.
# A second run in the same folder goes on with the tests that have not begun yet, and does not compile the kernels again.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
what="${1:-all}"
results="$(mkdir -p "${2:-results}" && cd "${2:-results}" && pwd)"
limit="${3:-560}"
details="$results/details"
journal="$details/journal.txt"
report="$results/report.txt"
mkdir -p "$details"
export DEEPSHARP_DEVICE=cpu DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_gcServer=0
# What the driver compiles is kept beside the programs, so that the processes of this visit share it.
export CUDA_CACHE_PATH="${CUDA_CACHE_PATH:-$here/jit}" CUDA_CACHE_MAXSIZE="${CUDA_CACHE_MAXSIZE:-2147483648}"
status=0

left() { echo $((limit - SECONDS)); }
heading() { printf '\n== %s (%s s so far)\n' "$*" "$SECONDS"; }

# PyTorch's and pip's libraries, which lie where the loader does not look: those of the Python that the command line starts come first.
python="$(command -v python3 || true)"
if [ -n "$python" ]; then
  found="$("$python" - <<'P' 2>/dev/null
import glob, os, site, sys
sites = dict.fromkeys([*sys.path, *site.getsitepackages(), site.getusersitepackages()])
print(os.pathsep.join(d for s in sites for p in ("nvidia/*/lib", "torch/lib") for d in sorted(glob.glob(os.path.join(s, p)))
    if glob.glob(os.path.join(d, "libcublas.so.*")) or glob.glob(os.path.join(d, "libcudnn*.so.*")) or glob.glob(os.path.join(d, "libnvrtc*.so.*"))))
P
)" || found=""
  if [ -n "$found" ]; then
    export DEEPSHARP_CUDA_PATH="${DEEPSHARP_CUDA_PATH:+$DEEPSHARP_CUDA_PATH:}$found"
    # cuDNN opens its parts, cuBLASLt and NVRTC by bare name while it works.
    export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$found"
  fi
fi

machine() {
  date -u
  uname -srm
  echo "$(nproc 2>/dev/null || echo '?') processors, $(grep MemTotal /proc/meminfo 2>/dev/null | tr -s ' '), glibc $(getconf GNU_LIBC_VERSION 2>/dev/null)"
  nvidia-smi --query-gpu=name,driver_version,memory.total,memory.used,clocks.max.sm,compute_mode,mig.mode.current,temperature.gpu --format=csv,noheader 2>&1 \
    || echo "nvidia-smi is not there."
  ls -l /dev/nvidia* /dev/dxg 2>/dev/null | awk '{print $1, $3, $NF}' | head -8
  env | grep -E '^(CUDA|NVIDIA|DEEPSHARP|LD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX)' | sort
  [ -n "$python" ] && "$python" -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, "cuDNN", torch.backends.cudnn.version(),
    "usable" if torch.cuda.is_available() else "without a GPU")' 2>&1 | tail -1
}

# One process after another until no test is left: one ends early where a kernel fails for good, crashes or hangs, and the next goes on behind it.
tests() {
  local reserve="$1" round=0 before process quiet
  touch "$journal"
  while [ "$(left)" -gt "$reserve" ] && [ "$round" -lt 30 ]; do
    before="$(wc -l < "$journal")"
    DEEPSHARP_GPU_JOURNAL="$journal" "$here/DeepSharp.Tests" --filter "TestCategory=CudaEmulated" > "$details/tests-$round.txt" 2>&1 &
    process=$!
    touch "$journal"
    while kill -0 "$process" 2>/dev/null; do
      sleep 1
      quiet=$(($(date +%s) - $(stat -c %Y "$journal")))
      if [ "$quiet" -gt 90 ] || [ "$(left)" -lt "$reserve" ]; then
        echo "Round $round was ended: nothing for $quiet s, $(left) s left." >> "$details/tests-$round.txt"
        kill -9 "$process" 2>/dev/null
        break
      fi
    done
    wait "$process" 2>/dev/null
    [ "$(wc -l < "$journal")" = "$before" ] && break
    round=$((round + 1))
  done
  echo "$round processes ran tests."
  if [ ! -s "$journal" ]; then
    echo "No test has begun:"
    tail -20 "$details/tests-0.txt"
  fi
  "$here/benchmarks" report "$journal"
}

steps() {
  local precision name
  for precision in float32 tf32 bfloat16; do
    [ "$(left)" -gt 20 ] || { echo "No time left for $precision."; break; }
    echo "-- steps in $precision"
    timeout "$(left)" "$here/benchmarks" step --device cuda:0 --precision "$precision" > "$details/steps-$precision.txt" 2> "$details/steps-$precision.errors.txt"
    cat "$details/steps-$precision.txt"
    grep -v '^[[:space:]]*$' "$details/steps-$precision.errors.txt" | head -5 | cut -c1-600
    # Once more, alone: what one case did to the GPU or to its memory is not the next one's fault.
    for name in $(awk '$2 == "FAILED:" {print $1}' "$details/steps-$precision.txt"); do
      [ "$(left)" -gt 20 ] && timeout "$(left)" "$here/benchmarks" step --device cuda:0 --precision "$precision" --only "$name" 2>&1 | cut -c1-600 | sed 's/^/alone: /' | head -6
    done
    if [ -f "$here/torch_peer.py" ] && [ "$(left)" -gt 20 ] && grep -q "^PyTorch .* usable$" "$report"; then
      echo "-- PyTorch in $precision"
      timeout "$(left)" "$python" "$here/torch_cuda.py" "$here" --precision "$precision" 2>&1 | tee "$details/torch-$precision.txt" | tail -40
    else
      echo "-- PyTorch with CUDA is not there, or no time is left: nothing to compare with."
    fi
  done
}

finish() {
  local kept="$here/details.tar.gz"
  tar -C "$results" -czf "$kept" details 2>/dev/null && mv "$kept" "$results/details.tar.gz"
  echo "The report's beginning; all of it is in $report, all output in $results/details.tar.gz."
  head -c 11000 "$report"
}
trap finish EXIT

{
  heading "machine"; machine
  heading "CUDA"
} > "$report" 2>&1
timeout 300 "$here/benchmarks" cuda > "$details/cuda.txt" 2>&1
usable=$?
cut -c1-1500 "$details/cuda.txt" >> "$report"
if [ "$usable" -ne 0 ]; then
  echo "CUDA cannot be used, or some kernels do not load (status $usable)." >> "$report"
  grep -q "can be used" "$details/cuda.txt" || exit 1
  status=1
fi
if [ "$what" != bench ]; then
  reserve=10
  [ "$what" = all ] && reserve=$((limit * 2 / 5))
  { heading "tests"; tests "$reserve"; } >> "$report" 2>&1
  grep -q -E "^(FAILED|NEVER ENDED)|No test has begun" "$report" && status=1
fi
if [ "$what" != tests ]; then
  { heading "steps"; steps; } >> "$report" 2>&1
  grep -q " FAILED:" "$report" && status=1
fi
exit $status
