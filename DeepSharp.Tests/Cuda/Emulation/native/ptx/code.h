/// A decoded entry: its instructions and what its frame holds.
#pragma once

#include <string>
#include <vector>

#include "group.h"
#include "type.h"

namespace emulation
{
enum class Special : uint8_t {
    ThreadX,
    ThreadY,
    ThreadZ,
    BlockSizeX,
    BlockSizeY,
    BlockSizeZ,
    BlockX,
    BlockY,
    BlockZ,
    GridSizeX,
    GridSizeY,
    GridSizeZ,
    Lane,
    Warp,
};

struct SpecialRegister
{
    Special kind;
    uint32_t place;
};

/// A constant operand, the same in every lane.
struct ConstantOperand
{
    uint64_t bits;
    int bytes;
    uint32_t place;
};

struct PtxCode
{
    std::string name;
    ParameterLayout parameters;
    std::vector<Instruction> instructions;
    std::vector<SpecialRegister> specials;
    std::vector<ConstantOperand> constants;
    uint32_t frame_bytes = 0;
    uint32_t shared_bytes = 0; // static; dynamic shared memory follows
    bool has_barrier = false;
};

uint32_t special_value(Special kind, const Group& group, int lane);

/// Whether the name is a special register's, and which.
bool parse_special(const std::string& name, Special& kind);
}
