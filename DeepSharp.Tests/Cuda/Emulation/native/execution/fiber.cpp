#include "fiber.h"

#include <sys/mman.h>

#include <cstdlib>
#include <memory>
#include <vector>

#if !defined(__x86_64__) || !defined(__linux__)
#error "the emulation switches stacks on linux-x64 only"
#endif

// void emulation_switch(void** save, void* to): keeps the registers that survive a call, changes the stack, takes the others up.
asm(R"(.text
.globl emulation_switch
.hidden emulation_switch
.type emulation_switch,@function
emulation_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size emulation_switch,.-emulation_switch
)");
extern "C" void emulation_switch(void** save, void* to);

namespace emulation
{
constexpr size_t guard_bytes = 4096, colors = 64, color_step = 320;

const char* own_stack;
static std::vector<std::unique_ptr<Fiber>> fibers;
static std::vector<Fiber*> idle;
static Fiber* running;
static void* scheduler;
static void (*entry)();

/// Lays the first frame out as emulation_switch leaves one: six registers and a return address.
static void restart(Fiber* fiber)
{
    auto top = reinterpret_cast<void**>(fiber->stack + stack_bytes - 64 - fiber->color);
    *--top = nullptr;
    *--top = reinterpret_cast<void*>(entry);
    for (int i = 0; i < 6; i++)
        *--top = nullptr;
    fiber->stack_pointer = top;
}

static Fiber* create()
{
    void* range = mmap(nullptr, guard_bytes + stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED)
        abort();
    mprotect(range, guard_bytes, PROT_NONE);
    auto fiber = std::make_unique<Fiber>();
    fiber->stack = static_cast<char*>(range) + guard_bytes;
    fiber->color = fibers.size() % colors * color_step;
    restart(fiber.get());
    fibers.push_back(std::move(fiber));
    return fibers.back().get();
}

Fiber* take_fiber(void (*main)())
{
    entry = main;
    if (idle.empty())
        return create();
    Fiber* fiber = idle.back();
    idle.pop_back();
    return fiber;
}

void give_fiber(Fiber* fiber) { idle.push_back(fiber); }

void reset_fibers()
{
    idle.clear();
    for (auto& fiber : fibers)
    {
        restart(fiber.get());
        idle.push_back(fiber.get());
    }
}

void resume(Fiber* fiber)
{
    running = fiber;
    own_stack = fiber->stack;
    emulation_switch(&scheduler, fiber->stack_pointer);
}

void suspend() { emulation_switch(&running->stack_pointer, scheduler); }
}
