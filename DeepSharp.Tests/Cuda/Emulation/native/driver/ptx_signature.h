/// The entries of a PTX text: their names, parameters and static shared memory, without their instructions.
#pragma once

#include <string>
#include <vector>

namespace emulation
{
/// Threads of a block that starts with 255 registers each: a multiprocessor has 65536.
constexpr int threads_with_most_registers = 256;

struct PtxEntry
{
    std::string name;
    std::vector<size_t> parameter_sizes;
    size_t shared_bytes = 0; // of the .shared arrays its body declares or mentions
    int max_threads = 0;     // .maxntid, else as many as can start whatever registers the compiler takes
};

/// The text with its comments blanked, so that positions and line numbers stay.
std::string without_comments(const std::string& ptx);

/// Every .entry of the text, in order.
std::vector<PtxEntry> find_entries(const std::string& ptx);
}
