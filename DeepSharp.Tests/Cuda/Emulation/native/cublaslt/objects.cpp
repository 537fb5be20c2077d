#include "objects.h"

#include <cstring>

namespace emulation
{
static thread_local std::string explanation;

int lt_refuse(int status, const std::string& text)
{
    explanation = text;
    return status;
}

template <class T> static int destroy(T* object)
{
    return destroy_object(object) ? LtSuccess : lt_refuse(LtInvalidValue, "this is no object of the kind asked for, or was destroyed before");
}

/// Takes an attribute's value, of exactly its size.
template <class T> static int take(T& target, const void* value, size_t bytes)
{
    if (bytes != sizeof(T))
        return lt_refuse(LtInvalidValue, "the attribute has " + std::to_string(sizeof(T)) + " bytes, not " + std::to_string(bytes));
    memcpy(&target, value, bytes);
    return LtSuccess;
}

EMULATED_API int cublasLtCreate(LtHandle** handle)
{
    if (!emulation_has_context())
        return lt_refuse(LtNotInitialized, "cublasLtCreate: this thread has no current context");
    *handle = create_object(new LtHandle);
    return LtSuccess;
}

EMULATED_API int cublasLtDestroy(LtHandle* handle) { return destroy(handle); }

EMULATED_API size_t cublasLtGetVersion() { return 120803; }

/// The name, and what exactly was refused.
EMULATED_API const char* cublasLtGetStatusString(int status)
{
    static thread_local std::string text;
    switch (status)
    {
    case LtSuccess: return "CUBLAS_STATUS_SUCCESS";
    case LtNotInitialized: text = "CUBLAS_STATUS_NOT_INITIALIZED"; break;
    case LtInvalidValue: text = "CUBLAS_STATUS_INVALID_VALUE"; break;
    case LtExecutionFailed: text = "CUBLAS_STATUS_EXECUTION_FAILED"; break;
    case LtNotSupported: text = "CUBLAS_STATUS_NOT_SUPPORTED"; break;
    default: return "unrecognized error code";
    }
    if (!explanation.empty())
        text += ": " + explanation;
    return text.c_str();
}

EMULATED_API int cublasLtMatmulDescCreate(LtOperation** operation, int compute_type, int scale_type)
{
    if ((compute_type != Compute32 && compute_type != ComputeFastTf32) || scale_type != 0)
        return lt_refuse(LtNotSupported, "compute type " + std::to_string(compute_type) + " with scale type " + std::to_string(scale_type));
    *operation = create_object(new LtOperation{compute_type, scale_type});
    return LtSuccess;
}

EMULATED_API int cublasLtMatmulDescDestroy(LtOperation* operation) { return destroy(operation); }

EMULATED_API int cublasLtMatmulDescSetAttribute(LtOperation* operation, int attribute, const void* value, size_t bytes)
{
    return with_live(operation, [=](LtOperation& known) {
        switch (attribute)
        {
        case 3: return take(known.transpose_a, value, bytes);
        case 4: return take(known.transpose_b, value, bytes);
        case 7: return take(known.epilogue, value, bytes);
        case 8: return take(known.bias, value, bytes);
        default: return lt_refuse(LtNotSupported, "attribute " + std::to_string(attribute) + " of an operation");
        }
    });
}

EMULATED_API int cublasLtMatrixLayoutCreate(LtLayout** layout, int data_type, uint64_t rows, uint64_t columns, int64_t leading)
{
    LtLayout made{Element::Float32, static_cast<int64_t>(rows), static_cast<int64_t>(columns), leading};
    if (!blas_element(data_type, made.type))
        return lt_refuse(LtNotSupported, "data type " + std::to_string(data_type));
    if (made.rows < 1 || made.columns < 1 || leading < made.rows)
        return lt_refuse(LtInvalidValue, "rows, columns or the leading dimension of a matrix");
    *layout = create_object(new LtLayout(made));
    return LtSuccess;
}

EMULATED_API int cublasLtMatrixLayoutDestroy(LtLayout* layout) { return destroy(layout); }

EMULATED_API int cublasLtMatmulPreferenceCreate(LtPreference** preference)
{
    *preference = create_object(new LtPreference);
    return LtSuccess;
}

EMULATED_API int cublasLtMatmulPreferenceDestroy(LtPreference* preference) { return destroy(preference); }

EMULATED_API int cublasLtMatmulPreferenceSetAttribute(LtPreference* preference, int attribute, const void* value, size_t bytes)
{
    return with_live(preference, [=](LtPreference& known) {
        switch (attribute)
        {
        case 1: return take(known.workspace, value, bytes);
        case 3: return take(known.reductions, value, bytes);
        case 5:
        case 6:
        case 7:
        case 8: return take(known.alignment[attribute - 5], value, bytes);
        default: return lt_refuse(LtNotSupported, "attribute " + std::to_string(attribute) + " of a preference");
        }
    });
}
}
