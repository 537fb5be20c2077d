/// Threads that run together: each instruction is executed for all of them before the next, as long as they agree where they are.
#pragma once

#include <climits>
#include <cstdint>
#include <vector>

#include "../execution/kernel.h"

namespace emulation
{
constexpr int group_lanes = 128;

struct Group;
struct PtxCode;

/// What an instruction does besides computing.
enum class Flow : uint8_t { Plain, Branch, Exit, Barrier, Shuffle };

/// One decoded instruction. Operands are places in the frame, each an array over the lanes.
struct Instruction
{
    void (*execute)(const Instruction&, Group&) = nullptr;
    Flow flow = Flow::Plain;
    bool guarded = false, negated = false;
    uint8_t width = 1; // elements of a vector access
    uint8_t mode = 0;  // of a shuffle, a comparison's combination
    uint32_t guard = 0;
    uint32_t operands[6] = {};
    int64_t offset = 0; // added to an address
    const void* function = nullptr;
    int target = 0, line = 0;
};

enum class LaneState : uint8_t { Running, AtBarrier, AtShuffle, Exited };

/// What the groups of one block share.
struct PtxBlock
{
    const PtxCode* code;
    const Launch* launch;
    Index3 index;
    char* shared;
    uint32_t shared_bytes;
};

/// A failure of the running kernel, already explained.
struct PtxFault
{
    int status;
};

struct Group
{
    PtxBlock* block;
    char* frame;
    int first, count; // linear number of the first thread, and how many there are
    bool full;        // all lanes of the group are selected
    int selected_count;
    uint8_t selected[group_lanes];
    int at, limit; // the next instruction, and where other lanes wait to be joined
    LaneState states[group_lanes];
    int places[group_lanes]; // where lanes are that are not selected

    template <class T> T* lanes(uint32_t place) { return reinterpret_cast<T*>(frame + place); }

    /// Calls f with the number of each selected lane.
    template <class F> void each(F f)
    {
        if (full)
        {
#pragma GCC ivdep
            for (int lane = 0; lane < count; lane++)
                f(lane);
        }
        else
            for (int i = 0; i < selected_count; i++)
                f(selected[i]);
    }

    /// Puts a group's threads at the start of the kernel.
    void start(PtxBlock* owner, char* own_frame, int first_thread, int threads);

    /// Runs until every lane has exited or waits at the block's barrier.
    void run();

    int count_in(LaneState state) const;
    Index3 thread(int lane) const;

    /// Ends the launch with an explanation that names kernel, block and thread.
    [[noreturn]] void fault(int lane, int status, const char* format, ...) __attribute__((format(printf, 4, 5)));

private:
    bool select();
    void step(const Instruction& instruction);
    void move_selected(LaneState state, int place);
    int guarded_lanes(const Instruction& instruction, uint8_t* list);
    void narrow(const uint8_t* list, int kept);
    void branch(const Instruction& instruction);
    void shuffle(const Instruction& instruction);
    void guarded_step(const Instruction& instruction);
};
}
