/// Stacks on which the threads of a block run and wait. One runs at a time; a switch is a handful of instructions.
#pragma once

#include <cstddef>

namespace emulation
{
struct Fiber
{
    void* stack_pointer;
    char* stack;
    size_t color; // offset of the first frame: equal offsets would share cache sets
};

/// A fiber that starts in main when it is first switched to.
Fiber* take_fiber(void (*main)());

/// Hands back a fiber whose thread loop has ended; it resumes inside it when it is taken again.
void give_fiber(Fiber* fiber);

/// Abandons what runs on every fiber: all start afresh.
void reset_fibers();

/// From the scheduler to a fiber, and back.
void resume(Fiber* fiber);
void suspend();

constexpr size_t stack_bytes = 128 << 10;
extern const char* own_stack; // that of the running fiber

/// Whether an address lies in the running fiber's stack.
inline bool in_own_stack(const void* address) { return static_cast<size_t>(static_cast<const char*>(address) - own_stack) < stack_bytes; }
}
