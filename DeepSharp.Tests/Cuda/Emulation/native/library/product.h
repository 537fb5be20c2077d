/// Dense matrix products in double precision.
#pragma once

#include <cstdint>

namespace emulation
{
/// c[i + j·rows of c] += Σ_l a(l, i)·b(l, j): a holds k rows of m numbers, b k rows of n numbers, c is column-major with m rows.
void multiply(int64_t m, int64_t n, int64_t k, const double* a, const double* b, double* c);
}
