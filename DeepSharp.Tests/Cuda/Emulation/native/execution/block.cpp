#include "block.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "../driver/status.h"
#include "schedule.h"

namespace emulation
{
Block block;
static uint64_t seed;

void set_schedule(uint64_t value) { seed = value; }

size_t pick(size_t ready)
{
    if (!seed)
        return 0;
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % ready;
}

void kernel_fault(int status, const char* format, ...)
{
    char text[700];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const Index3 &b = block.index, &t = block.current->index;
    refuse(status, "%s: %s, in block (%u,%u,%u) thread (%u,%u,%u)", block.kernel->name, text, b.x, b.y, b.z, t.x, t.y, t.z);
    block.fault = status;
    for (;;)
        suspend();
}

void wait_here(ThreadState state)
{
    Thread* self = block.current;
    self->state = state;
    suspend();
}

void make_ready(int thread)
{
    block.threads[thread].state = ThreadState::Ready;
    block.ready.push(thread);
}

/// A thread that returns no longer counts at barriers; lanes that wait for it would wait for ever.
static void finish_thread()
{
    Thread& self = *block.current;
    Warp& warp = block.warp();
    self.state = ThreadState::Done;
    block.alive--;
    warp.exited |= 1u << block.lane();
    for (const WarpGroup& group : warp.groups)
        if (!group.waiting.empty() && (group.mask >> block.lane() & 1))
            kernel_fault(LaunchFailed, "this lane exits while others of its warp wait for it (mask %#x)", group.mask);
    if (block.alive > 0 && static_cast<int>(block.at_barrier.size()) == block.alive)
        release_barrier();
}

/// Runs thread after thread; only when one waits does another fiber take over, so kernels without barriers never switch.
static void thread_loop()
{
    for (;;)
    {
        Fiber* own = block.current->fiber;
        while (block.started < block.thread_count)
        {
            Thread& thread = block.threads[block.started++];
            thread.state = ThreadState::Running;
            thread.fiber = own;
            block.current = &thread;
            block.kernel->call(block.launch->arguments);
            finish_thread();
        }
        give_fiber(own);
        suspend();
    }
}

static void set_up()
{
    const Index3& shape = block.launch->block;
    block.thread_count = static_cast<int>(shape.count());
    block.started = 0;
    block.alive = block.thread_count;
    block.fault = Success;
    block.ready.clear();
    block.at_barrier.clear();
    block.barrier_count = 0;
    block.warps.resize(static_cast<size_t>((block.thread_count + 31) / 32));
    for (Warp& warp : block.warps)
    {
        warp.present = warp.exited = 0;
        warp.groups.clear();
    }
    int linear = 0;
    for (unsigned z = 0; z < shape.z; z++)
        for (unsigned y = 0; y < shape.y; y++)
            for (unsigned x = 0; x < shape.x; x++, linear++)
            {
                block.threads[linear] = Thread{{x, y, z}, linear, ThreadState::New, nullptr, nullptr, 0};
                block.warps[static_cast<size_t>(linear / 32)].present |= 1u << (linear % 32);
            }
    // Shared memory starts as NaN: what reads before it writes, or before others have, shows.
    poison(*block.shared);
    memset(dynamic_shared, 0xFF, block.launch->shared_bytes);
}

static int explain_deadlock()
{
    int barrier = 0, warp = 0;
    for (int i = 0; i < block.thread_count; i++)
    {
        barrier += block.threads[i].state == ThreadState::AtBarrier;
        warp += block.threads[i].state == ThreadState::AtWarp;
    }
    return refuse(
        LaunchFailed, "%s: deadlock in block (%u,%u,%u): %d threads wait at __syncthreads, %d at a warp operation, %d of %d are left", block.kernel->name,
        block.index.x, block.index.y, block.index.z, barrier, warp, block.alive, block.thread_count);
}

int run_block()
{
    set_up();
    while (block.alive > 0 && !block.fault)
    {
        if (!block.ready.empty())
        {
            block.current = &block.threads[block.ready.take(pick(block.ready.count))];
            block.current->state = ThreadState::Running;
        }
        else if (block.started < block.thread_count)
        {
            block.current = &block.threads[block.started];
            block.current->fiber = take_fiber(thread_loop);
        }
        else
        {
            block.fault = explain_deadlock();
            break;
        }
        resume(block.current->fiber);
    }
    if (block.fault)
        reset_fibers();
    return block.fault;
}
}
