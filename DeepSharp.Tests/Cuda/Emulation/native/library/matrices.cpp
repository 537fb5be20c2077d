#include "matrices.h"

namespace emulation
{
bool blas_element(int data_type, Element& element)
{
    switch (data_type)
    {
    case 0: element = Element::Float32; return true;
    case 1: element = Element::Float64; return true;
    case 2: element = Element::Float16; return true;
    case 14: element = Element::BFloat16; return true;
    default: return false;
    }
}

double rounded(double value, Rounding rounding)
{
    switch (rounding)
    {
    case Rounding::Tf32: return round_to_tf32(value);
    case Rounding::Float16: return static_cast<double>(static_cast<_Float16>(value));
    case Rounding::BFloat16: return BFloat16(value);
    default: return value;
    }
}

std::vector<double> read_factor(const void* from, Element type, int64_t leading, int k, int others, bool sum_is_fast, Rounding rounding)
{
    std::vector<double> rows(static_cast<size_t>(k) * static_cast<size_t>(others));
    with_type(type, [&](auto* t) {
        auto elements = static_cast<const std::remove_pointer_t<decltype(t)>*>(from);
        for (int l = 0; l < k; l++)
            for (int i = 0; i < others; i++)
            {
                double value = static_cast<double>(elements[sum_is_fast ? l + i * leading : i + l * leading]);
                rows[static_cast<size_t>(l) * static_cast<size_t>(others) + static_cast<size_t>(i)] =
                    rounding == Rounding::None ? value : rounded(value, rounding);
            }
    });
    return rows;
}

bool matrix_accessible(const char* who, const void* address, Element type, int64_t rows, int64_t columns, int64_t leading)
{
    return accessible(who, address, static_cast<size_t>((columns - 1) * leading + rows) * size_of(type));
}
}
