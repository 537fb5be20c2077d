#include "operations.h"

namespace emulation
{
const Operation* find_operation(const std::string& name)
{
    static const OperationTable table = [] {
        OperationTable made;
        add_integers(made);
        add_floats(made);
        add_comparisons(made);
        add_bits(made);
        add_conversions(made);
        return made;
    }();
    auto found = table.find(name);
    return found == table.end() ? nullptr : &found->second;
}
}
