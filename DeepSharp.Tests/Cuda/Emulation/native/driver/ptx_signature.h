/// The entries of a PTX text: their names, parameters and static shared memory, without their instructions.
#pragma once

#include <string>
#include <vector>

namespace emulation
{
struct PtxEntry
{
    std::string name;
    std::vector<size_t> parameter_sizes;
    size_t shared_bytes = 0; // of the .shared arrays its body declares or mentions
    int max_threads = 1024;  // .maxntid
};

/// The text with its comments blanked, so that positions and line numbers stay.
std::string without_comments(const std::string& ptx);

/// Every .entry of the text, in order.
std::vector<PtxEntry> find_entries(const std::string& ptx);
}
