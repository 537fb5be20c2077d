/// __syncthreads and its counting forms.
#include "../driver/status.h"
#include "block.h"

namespace emulation
{
void release_barrier()
{
    for (int thread : block.at_barrier)
    {
        block.threads[thread].result = block.barrier_count;
        make_ready(thread);
    }
    block.at_barrier.clear();
    block.barrier_count = 0;
}

/// Waits for all living threads of the block and returns for how many the predicate held. The site tells barriers apart.
static int arrive(bool predicate, const void* site)
{
    Thread& self = *block.current;
    self.site = site;
    block.barrier_count += predicate;
    if (!block.at_barrier.empty() && block.threads[block.at_barrier[0]].site != site)
        kernel_fault(LaunchFailed, "divergent barrier: threads of one block wait at different __syncthreads");
    block.at_barrier.push_back(self.linear);
    self.state = ThreadState::AtBarrier;
    if (static_cast<int>(block.at_barrier.size()) == block.alive)
        release_barrier();
    wait_here(self.state);
    return static_cast<int>(self.result);
}
}

extern "C" void ds_syncthreads(const void* site) { emulation::arrive(false, site); }
extern "C" int ds_syncthreads_count(const void* site, int predicate) { return emulation::arrive(predicate != 0, site); }
extern "C" int ds_syncthreads_or(const void* site, int predicate) { return emulation::arrive(predicate != 0, site) != 0; }
extern "C" int ds_syncthreads_and(const void* site, int predicate) { return emulation::arrive(predicate == 0, site) == 0; }
