#include "group.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "../driver/status.h"
#include "code.h"

namespace emulation
{
void Group::start(PtxBlock* owner, char* own_frame, int first_thread, int threads)
{
    block = owner;
    frame = own_frame;
    first = first_thread;
    count = threads;
    for (int lane = 0; lane < count; lane++)
    {
        states[lane] = LaneState::Running;
        places[lane] = 0;
    }
    for (const SpecialRegister& special : block->code->specials)
        for (int lane = 0; lane < count; lane++)
            lanes<uint32_t>(special.place)[lane] = special_value(special.kind, *this, lane);
}

int Group::count_in(LaneState state) const
{
    int found = 0;
    for (int lane = 0; lane < count; lane++)
        found += states[lane] == state;
    return found;
}

Index3 Group::thread(int lane) const
{
    const Index3& shape = block->launch->block;
    auto linear = static_cast<unsigned>(first + lane);
    return {linear % shape.x, linear / shape.x % shape.y, linear / (shape.x * shape.y)};
}

void Group::fault(int lane, int status, const char* format, ...)
{
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Index3 t = thread(lane);
    const Index3& b = block->index;
    refuse(
        status, "%s (PTX line %d): %s, in block (%u,%u,%u) thread (%u,%u,%u)", block->code->name.c_str(),
        block->code->instructions[static_cast<size_t>(at)].line, text, b.x, b.y, b.z, t.x, t.y, t.z);
    throw PtxFault{status};
}

/// Selects the lanes that are furthest behind: so those that parted meet again as early as they can.
bool Group::select()
{
    at = limit = INT_MAX;
    for (int lane = 0; lane < count; lane++)
    {
        if (states[lane] != LaneState::Running || places[lane] == at)
            continue;
        if (places[lane] < at)
        {
            limit = at;
            at = places[lane];
        }
        else if (places[lane] < limit)
            limit = places[lane];
    }
    selected_count = 0;
    for (int lane = 0; lane < count; lane++)
        if (states[lane] == LaneState::Running && places[lane] == at)
            selected[selected_count++] = static_cast<uint8_t>(lane);
    full = selected_count == count;
    return selected_count > 0;
}

void Group::move_selected(LaneState state, int place)
{
    each([&](int lane) {
        states[lane] = state;
        places[lane] = place;
    });
}

/// Lists the selected lanes an instruction's guard lets act.
int Group::guarded_lanes(const Instruction& instruction, uint8_t* list)
{
    const bool* guard = lanes<bool>(instruction.guard);
    int kept = 0;
    each([&](int lane) {
        if (guard[lane] != instruction.negated)
            list[kept++] = static_cast<uint8_t>(lane);
    });
    return kept;
}

void Group::narrow(const uint8_t* list, int kept)
{
    memcpy(selected, list, static_cast<size_t>(kept));
    selected_count = kept;
    full = false;
}

void Group::branch(const Instruction& instruction)
{
    uint8_t list[group_lanes];
    int taken = instruction.guarded ? guarded_lanes(instruction, list) : selected_count;
    if (taken == selected_count)
        at = instruction.target;
    else if (taken == 0)
        at++;
    else
    {
        move_selected(LaneState::Running, at + 1);
        narrow(list, taken);
        move_selected(LaneState::Running, instruction.target);
        select();
    }
}

/// Lanes wait here until all of their warp that have not exited are here.
void Group::shuffle(const Instruction& instruction)
{
    if (!full)
    {
        move_selected(LaneState::AtShuffle, at);
        int kept = 0;
        for (int warp = 0; warp < count; warp += 32)
        {
            bool complete = true, any = false;
            for (int lane = warp; lane < warp + 32 && lane < count; lane++)
            {
                bool here = states[lane] == LaneState::AtShuffle && places[lane] == at;
                complete &= here || states[lane] == LaneState::Exited;
                any |= here;
            }
            for (int lane = warp; complete && any && lane < warp + 32 && lane < count; lane++)
                if (states[lane] == LaneState::AtShuffle)
                    selected[kept++] = static_cast<uint8_t>(lane);
        }
        selected_count = kept;
    }
    if (selected_count > 0)
        instruction.execute(instruction, *this);
    if (full)
        at++;
    else
    {
        move_selected(LaneState::Running, at + 1);
        select();
    }
}

void Group::guarded_step(const Instruction& instruction)
{
    uint8_t list[group_lanes], all[group_lanes];
    int acting = instruction.guarded ? guarded_lanes(instruction, list) : selected_count, before = selected_count;
    bool was_full = full;
    if (instruction.flow == Flow::Plain)
    {
        memcpy(all, selected, static_cast<size_t>(before));
        if (acting < before)
            narrow(list, acting);
        if (acting > 0)
            instruction.execute(instruction, *this);
        narrow(all, before);
        full = was_full;
        at++;
        return;
    }
    move_selected(LaneState::Running, at + 1);
    if (acting < before)
        narrow(list, acting);
    move_selected(instruction.flow == Flow::Exit ? LaneState::Exited : LaneState::AtBarrier, at + 1);
    select();
}

void Group::step(const Instruction& instruction)
{
    if (instruction.flow == Flow::Plain && !instruction.guarded)
    {
        instruction.execute(instruction, *this);
        at++;
    }
    else if (instruction.flow == Flow::Branch)
        branch(instruction);
    else if (instruction.flow == Flow::Shuffle)
        shuffle(instruction);
    else
        guarded_step(instruction);
}

void Group::run()
{
    if (!select())
        return;
    const Instruction* code = block->code->instructions.data();
    while (selected_count > 0)
    {
        step(code[at]);
        if (at < limit || selected_count == 0)
            continue;
        move_selected(LaneState::Running, at);
        select();
    }
}
}
