/// The block that runs at present: its threads, warps, barriers and shared memory.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "../language/kernel_info.h"
#include "fiber.h"
#include "kernel.h"
#include "shared_memory.h"

namespace emulation
{
enum class ThreadState : uint8_t { New, Running, Ready, AtBarrier, AtWarp, Done };

struct Thread
{
    Index3 index;
    int linear;
    ThreadState state;
    Fiber* fiber;
    const void* site; // the barrier it waits at
    uint64_t result;  // what the barrier counted
};

/// Lanes that meet under one mask. Two sets of slots: a fast lane may already be at the next operation while a slow one still reads.
struct WarpGroup
{
    unsigned mask, arrived;
    const void* site;
    uint64_t slots[2][32];
    int parity;
    std::vector<int> waiting;
};

struct Warp
{
    unsigned present, exited;
    std::vector<WarpGroup> groups;
};

/// Threads that can run, in the order they became ready. A block never has more of them than places.
struct ReadyQueue
{
    int threads[1024];
    unsigned first, count;

    void clear() { first = count = 0; }
    bool empty() const { return count == 0; }
    void push(int thread) { threads[(first + count++) % 1024] = thread; }

    /// Takes the thread so many places behind the first, which the first replaces.
    int take(size_t at)
    {
        std::swap(threads[first], threads[(first + at) % 1024]);
        int thread = threads[first];
        first = (first + 1) % 1024;
        count--;
        return thread;
    }
};

struct Block
{
    const ds_kernel_info* kernel;
    const SharedVariables* shared;
    const SharedVariable* used_last; // the shared variable of the latest access
    const Launch* launch;
    Index3 index;
    Thread threads[1024];
    int thread_count, started, alive;
    std::vector<Warp> warps;
    ReadyQueue ready;
    std::vector<int> at_barrier;
    uint64_t barrier_count;
    int fault;
    Thread* current;

    Warp& warp() { return warps[static_cast<size_t>(current->linear / 32)]; }
    int lane() const { return current->linear % 32; }
};

extern Block block;

/// Where dynamic shared memory lies, and how much can be had.
extern char* dynamic_shared;
constexpr size_t dynamic_shared_bytes = 256 << 10;

/// Runs the block at block.index of the launch.
int run_block();

/// Waits in the given state until another thread makes this one ready.
void wait_here(ThreadState state);

void make_ready(int thread);
void release_barrier();

/// Ends the launch with the status; the explanation names kernel, block and thread. Does not return.
[[noreturn]] void kernel_fault(int status, const char* format, ...) __attribute__((format(printf, 2, 3)));
}
