/// Matrices in column-major order, as the libraries of dense products take them.
#pragma once

#include <vector>

#include "driver.h"
#include "elements.h"

namespace emulation
{
/// cudaDataType as an element type; false for those that are not modelled.
bool blas_element(int data_type, Element& element);

/// cublasComputeType_t.
enum ComputeType {
    Compute32 = 68,
    Compute32Pedantic = 69,
    Compute64 = 70,
    Compute64Pedantic = 71,
    ComputeFast16 = 74,
    ComputeFastBFloat16 = 75,
    ComputeFastTf32 = 77
};

/// How factors are rounded before they are multiplied, as tensor cores do it.
enum class Rounding { None, Tf32, Float16, BFloat16 };
double rounded(double value, Rounding rounding);

/// Reads a factor as rows of the summed axis: row l holds element (i, l) of op(A), or (l, j) of op(B), for all i or j.
std::vector<double> read_factor(const void* from, Element type, int64_t leading, int k, int others, bool sum_is_fast, Rounding rounding);

/// Whether a matrix may be accessed; if not, the device has failed.
bool matrix_accessible(const char* who, const void* address, Element type, int64_t rows, int64_t columns, int64_t leading);
}
