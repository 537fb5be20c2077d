namespace DeepSharp.Gpu;

/// <summary>How kernels see tensors and element types.</summary>
internal static class CudaTensor
{
    extension(Tensor tensor)
    {
        /// <summary>The first element's address.</summary>
        public DevicePointer Address() => ((CudaStorage)tensor.Storage!).Pointer + tensor.Offset * tensor.DType.Size;

        /// <summary>The address some elements further on.</summary>
        public DevicePointer Address(long elements) => tensor.Address() + elements * tensor.DType.Size;
    }

    extension(DType type)
    {
        /// <summary>What the names of kernels for this element type end in; bool and uint8 are the same bytes.</summary>
        public string CudaSuffix => type switch
        {
            DType.Bool or DType.UInt8 => "u8",
            DType.Int32 => "i32",
            DType.Int64 => "i64",
            DType.Float16 => "f16",
            DType.BFloat16 => "bf16",
            DType.Float32 => "f32",
            _ => "f64",
        };
    }
}
