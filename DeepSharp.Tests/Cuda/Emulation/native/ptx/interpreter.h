/// PTX text whose entries no .cu declares: decoded once, then interpreted over many threads at a time.
#pragma once

#include <memory>
#include <string>

#include "../execution/kernel.h"

namespace emulation
{
struct PtxCode;

/// A kernel that runs decoded instructions.
std::unique_ptr<Kernel> interpreted_kernel(PtxCode code);

class PtxProgram
{
public:
    explicit PtxProgram(const std::string& text);

    /// The entry, ready to run; null with the reason, which names the line, when something in it is not understood.
    std::unique_ptr<Kernel> compile(const std::string& entry, std::string& error);

private:
    std::string _text;
};
}
