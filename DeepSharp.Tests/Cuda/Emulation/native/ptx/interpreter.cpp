#include "interpreter.h"

namespace emulation
{
PtxProgram::PtxProgram(const std::string& text) : _text(text) {}

std::unique_ptr<Kernel> PtxProgram::compile(const std::string& entry, std::string& error)
{
    error = "PTX entry '" + entry + "' is declared by no source";
    return nullptr;
}
}
