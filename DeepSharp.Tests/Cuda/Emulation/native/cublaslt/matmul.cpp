/// Products with what follows them: D = epilogue(op(A)·op(B) + β·C), where a bias lies along the rows of D.
#include <cmath>
#include <cstring>

#include "../library/product.h"
#include "objects.h"

namespace emulation
{
enum Epilogue { EpilogueNone = 1, EpilogueRelu = 2, EpilogueBias = 4, EpilogueGelu = 32 };

constexpr uint64_t algorithm_mark = 0xA160;
constexpr size_t workspace_bytes = 4096;

/// A way to compute: which shape it was asked for, and the alignment that was promised.
struct LtAlgorithm
{
    uint64_t mark, rows, columns, depth, epilogue, alignment[3];
};
static_assert(sizeof(LtAlgorithm) == 64, "as large as the library's");

struct LtChoice
{
    LtAlgorithm algorithm;
    size_t workspace;
    int status;
    float waves;
    int reserved[4];
};

/// A checked product, free of the objects it was made from.
struct LtProduct
{
    LtLayout a, b, d;
    LtOperation operation;

    int rows() const { return static_cast<int>(d.rows); }
    int columns() const { return static_cast<int>(d.columns); }
    int depth() const { return static_cast<int>(operation.transpose_a ? a.rows : a.columns); }
};

static int check(const LtOperation* operation, const LtLayout* a, const LtLayout* b, const LtLayout* c, const LtLayout* d, LtProduct& product)
{
    if (!is_live(operation) || !is_live(a) || !is_live(b) || !is_live(c) || !is_live(d))
        return lt_refuse(LtInvalidValue, "a layout or the operation is none, or was destroyed before");
    product = {*a, *b, *d, *operation};
    bool fits = (operation->transpose_a ? a->columns : a->rows) == d->rows && (operation->transpose_b ? b->rows : b->columns) == d->columns
        && (operation->transpose_b ? b->columns : b->rows) == product.depth();
    if (!fits || c->rows != d->rows || c->columns != d->columns)
        return lt_refuse(LtInvalidValue, "the matrices do not fit each other");
    if (a->type != b->type || a->type != c->type || a->type != d->type || a->type == Element::Float64)
        return lt_refuse(LtNotSupported, "matrices of these types");
    int epilogue = operation->epilogue;
    if (epilogue != EpilogueNone && (epilogue & ~(EpilogueRelu | EpilogueBias | EpilogueGelu)))
        return lt_refuse(LtNotSupported, "epilogue " + std::to_string(epilogue));
    if ((epilogue & EpilogueBias) && !operation->bias)
        return lt_refuse(LtInvalidValue, "the epilogue has a bias, but no address of one is set");
    return LtSuccess;
}

static uint64_t alignment_of(const void* address)
{
    uint64_t bits = reinterpret_cast<uint64_t>(address) | 256;
    return bits & (0 - bits);
}

/// Offers one way. For 16-bit elements that lie at odd places it offers none, so that what callers do then can be tested.
EMULATED_API int cublasLtMatmulAlgoGetHeuristic(
    LtHandle* handle, LtOperation* operation, LtLayout* a, LtLayout* b, LtLayout* c, LtLayout* d, LtPreference* preference, int asked, LtChoice* choices,
    int* given)
{
    *given = 0;
    LtProduct product;
    if (!is_live(handle) || !is_live(preference) || asked < 1)
        return lt_refuse(LtInvalidValue, "the handle or the preference is none, or nothing is asked for");
    if (int status = check(operation, a, b, c, d, product))
        return status;
    const uint32_t* promised = preference->alignment;
    bool odd = false;
    for (int i = 0; i < 4; i++)
        odd = odd || promised[i] < 4;
    if (odd || !(preference->reductions & 2) || preference->workspace < workspace_bytes)
        return lt_refuse(LtNotSupported, "no way to compute it with what is allowed");
    LtAlgorithm algorithm{
        algorithm_mark, uint64_t(d->rows), uint64_t(d->columns), uint64_t(product.depth()), uint64_t(operation->epilogue),
        {promised[0], promised[1], promised[3] < promised[2] ? promised[3] : promised[2]}};
    choices[0] = {algorithm, workspace_bytes, LtSuccess, 1, {}};
    *given = 1;
    return LtSuccess;
}

static double finish(double value, int epilogue)
{
    if (epilogue & EpilogueRelu)
        return value < 0 ? 0 : value;
    if (epilogue & EpilogueGelu)
        return value / 2 * (1 + std::tanh(0.79788456080286536 * (value + 0.044715 * value * value * value)));
    return value;
}

static int run(const LtProduct& p, float alpha, float beta, const void* a, const void* b, const void* c, void* d)
{
    bool has_bias = p.operation.epilogue & EpilogueBias;
    if (!matrix_accessible("cuBLASLt, matrix A", a, p.a.type, p.a.rows, p.a.columns, p.a.leading)
        || !matrix_accessible("cuBLASLt, matrix B", b, p.b.type, p.b.rows, p.b.columns, p.b.leading)
        || (beta != 0 && !matrix_accessible("cuBLASLt, matrix C", c, p.d.type, p.d.rows, p.d.columns, p.d.leading))
        || !matrix_accessible("cuBLASLt, matrix D", d, p.d.type, p.d.rows, p.d.columns, p.d.leading)
        || (has_bias && !matrix_accessible("cuBLASLt, bias", p.operation.bias, p.d.type, p.d.rows, 1, p.d.rows)))
        return illegal_address;
    auto rounding = p.a.type == Element::Float32 && p.operation.compute_type == ComputeFastTf32 ? Rounding::Tf32 : Rounding::None;
    auto left = read_factor(a, p.a.type, p.a.leading, p.depth(), p.rows(), p.operation.transpose_a != 0, rounding);
    auto right = read_factor(b, p.b.type, p.b.leading, p.depth(), p.columns(), p.operation.transpose_b == 0, rounding);
    std::vector<double> sums(static_cast<size_t>(p.rows()) * static_cast<size_t>(p.columns()));
    multiply(p.rows(), p.columns(), p.depth(), left.data(), right.data(), sums.data());
    for (int64_t j = 0; j < p.d.columns; j++)
        for (int64_t i = 0; i < p.d.rows; i++)
        {
            int64_t at = i + j * p.d.leading;
            double value = alpha * sums[static_cast<size_t>(i + j * p.d.rows)];
            if (beta != 0)
                value += beta * load_element(c, p.d.type, at);
            if (has_bias)
                value += load_element(p.operation.bias, p.d.type, i);
            store_element(d, p.d.type, at, finish(value, p.operation.epilogue));
        }
    return 0;
}

EMULATED_API int cublasLtMatmul(
    LtHandle* handle, LtOperation* operation, const float* alpha, const void* a, LtLayout* a_layout, const void* b, LtLayout* b_layout, const float* beta,
    const void* c, LtLayout* c_layout, void* d, LtLayout* d_layout, const LtAlgorithm* algorithm, void* workspace, size_t workspace_size, void* stream)
{
    LtProduct product;
    if (!is_live(handle))
        return lt_refuse(LtNotInitialized, "this is no handle, or was destroyed before");
    if (int status = check(operation, a_layout, b_layout, c_layout, d_layout, product))
        return status;
    if (!algorithm || algorithm->mark != algorithm_mark || algorithm->rows != uint64_t(product.rows()) || algorithm->columns != uint64_t(product.columns())
        || algorithm->depth != uint64_t(product.depth()) || algorithm->epilogue != uint64_t(operation->epilogue))
        return lt_refuse(LtInvalidValue, "the algorithm was not chosen for this product");
    const void* bias = operation->epilogue & EpilogueBias ? operation->bias : nullptr;
    if (alignment_of(a) < algorithm->alignment[0] || alignment_of(b) < algorithm->alignment[1] || alignment_of(c) < algorithm->alignment[2]
        || alignment_of(d) < algorithm->alignment[2] || alignment_of(bias) < algorithm->alignment[2])
        return lt_refuse(LtInvalidValue, "an address is not aligned as was promised when the algorithm was chosen");
    if (workspace_size < workspace_bytes)
        return lt_refuse(LtInvalidValue, "the workspace has " + std::to_string(workspace_size) + " bytes, the algorithm needs " + std::to_string(workspace_bytes));
    float by = *alpha, kept = *beta;
    int status = submit(stream, [=]() -> int {
        if (!accessible("cuBLASLt, workspace", workspace, workspace_size))
            return illegal_address;
        memset(workspace, 0xFF, workspace_size); // whatever somebody else keeps there is lost
        return run(product, by, kept, a, b, c, d);
    });
    return status == 0 ? LtSuccess : lt_refuse(LtExecutionFailed, emulation_message());
}
}
