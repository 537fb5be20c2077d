using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>The functions of cuDNN that are used: those versions 8 and 9 both export, by their exported names and native signatures.</summary>
internal static unsafe partial class CudnnApi
{
    private const string Library = "cudnn";

    [LibraryImport(Library)] public static partial int cudnnCreate(nint* handle);
    [LibraryImport(Library)] public static partial int cudnnDestroy(nint handle);
    [LibraryImport(Library)] public static partial int cudnnSetStream(nint handle, nint stream);
    [LibraryImport(Library)] public static partial nuint cudnnGetVersion();
    [LibraryImport(Library)] public static partial byte* cudnnGetErrorString(int status);

    [LibraryImport(Library)] public static partial int cudnnCreateTensorDescriptor(nint* descriptor);
    [LibraryImport(Library)] public static partial int cudnnDestroyTensorDescriptor(nint descriptor);
    [LibraryImport(Library)] public static partial int cudnnSetTensorNdDescriptor(nint descriptor, int type, int rank, int* lengths, int* steps);

    [LibraryImport(Library)] public static partial int cudnnCreateFilterDescriptor(nint* descriptor);
    [LibraryImport(Library)] public static partial int cudnnDestroyFilterDescriptor(nint descriptor);
    [LibraryImport(Library)] public static partial int cudnnSetFilterNdDescriptor(nint descriptor, int type, int format, int rank, int* lengths);

    [LibraryImport(Library)] public static partial int cudnnCreateConvolutionDescriptor(nint* descriptor);
    [LibraryImport(Library)] public static partial int cudnnDestroyConvolutionDescriptor(nint descriptor);
    [LibraryImport(Library)]
    public static partial int cudnnSetConvolutionNdDescriptor(nint descriptor, int axes, int* padding, int* strides, int* dilations, int mode, int computeType);
    [LibraryImport(Library)] public static partial int cudnnSetConvolutionMathType(nint descriptor, int mathType);
    [LibraryImport(Library)] public static partial int cudnnSetConvolutionGroupCount(nint descriptor, int groups);

    [LibraryImport(Library)] public static partial int cudnnCreateDropoutDescriptor(nint* descriptor);
    [LibraryImport(Library)] public static partial int cudnnDestroyDropoutDescriptor(nint descriptor);
    [LibraryImport(Library)]
    public static partial int cudnnSetDropoutDescriptor(nint descriptor, nint handle, float dropout, DevicePointer states, nuint bytes, ulong seed);

    [LibraryImport(Library)] public static partial int cudnnCreateRNNDescriptor(nint* descriptor);
    [LibraryImport(Library)] public static partial int cudnnDestroyRNNDescriptor(nint descriptor);
    [LibraryImport(Library)]
    public static partial int cudnnSetRNNDescriptor_v8(
        nint descriptor, int algorithm, int cell, int bias, int direction, int inputMode, int type, int computeType, int mathType,
        int inputs, int units, int projected, int layers, nint dropout, uint flags);

    [LibraryImport(Library)] public static partial int cudnnCreateRNNDataDescriptor(nint* descriptor);
    [LibraryImport(Library)] public static partial int cudnnDestroyRNNDataDescriptor(nint descriptor);
    [LibraryImport(Library)]
    public static partial int cudnnSetRNNDataDescriptor(nint descriptor, int type, int layout, int time, int batch, int length, int* times, void* filling);

    [LibraryImport(Library)] public static partial int cudnnGetRNNWeightSpaceSize(nint handle, nint rnn, nuint* bytes);
    [LibraryImport(Library)]
    public static partial int cudnnGetRNNWeightParams(
        nint handle, nint rnn, int layer, nuint bytes, DevicePointer weights, int part, nint matrix, DevicePointer* matrixAddress, nint bias,
        DevicePointer* biasAddress);
    [LibraryImport(Library)]
    public static partial int cudnnGetRNNTempSpaceSizes(nint handle, nint rnn, int mode, nint x, nuint* workspaceBytes, nuint* reserveBytes);

    [LibraryImport(Library)]
    public static partial int cudnnRNNForward(
        nint handle, nint rnn, int mode, DevicePointer times, nint xShape, DevicePointer x, nint yShape, DevicePointer y,
        nint hShape, DevicePointer hx, DevicePointer hy, nint cShape, DevicePointer cx, DevicePointer cy,
        nuint weightBytes, DevicePointer weights, nuint workspaceBytes, DevicePointer workspace, nuint reserveBytes, DevicePointer reserve);

    [LibraryImport(Library)]
    public static partial int cudnnGetConvolutionForwardAlgorithm_v7(
        nint handle, nint x, nint w, nint convolution, nint y, int asked, int* given, DnnAlgorithm* results);
    [LibraryImport(Library)]
    public static partial int cudnnGetConvolutionBackwardDataAlgorithm_v7(
        nint handle, nint w, nint dy, nint convolution, nint dx, int asked, int* given, DnnAlgorithm* results);
    [LibraryImport(Library)]
    public static partial int cudnnGetConvolutionBackwardFilterAlgorithm_v7(
        nint handle, nint x, nint dy, nint convolution, nint dw, int asked, int* given, DnnAlgorithm* results);

    [LibraryImport(Library)]
    public static partial int cudnnFindConvolutionForwardAlgorithmEx(
        nint handle, nint xShape, DevicePointer x, nint wShape, DevicePointer w, nint convolution, nint yShape, DevicePointer y,
        int asked, int* given, DnnAlgorithm* results, DevicePointer workspace, nuint workspaceBytes);
    [LibraryImport(Library)]
    public static partial int cudnnFindConvolutionBackwardDataAlgorithmEx(
        nint handle, nint wShape, DevicePointer w, nint dyShape, DevicePointer dy, nint convolution, nint dxShape, DevicePointer dx,
        int asked, int* given, DnnAlgorithm* results, DevicePointer workspace, nuint workspaceBytes);
    [LibraryImport(Library)]
    public static partial int cudnnFindConvolutionBackwardFilterAlgorithmEx(
        nint handle, nint xShape, DevicePointer x, nint dyShape, DevicePointer dy, nint convolution, nint dwShape, DevicePointer dw,
        int asked, int* given, DnnAlgorithm* results, DevicePointer workspace, nuint workspaceBytes);

    [LibraryImport(Library)]
    public static partial int cudnnConvolutionForward(
        nint handle, void* alpha, nint xShape, DevicePointer x, nint wShape, DevicePointer w, nint convolution, int algorithm,
        DevicePointer workspace, nuint workspaceBytes, void* beta, nint yShape, DevicePointer y);
    [LibraryImport(Library)]
    public static partial int cudnnConvolutionBackwardData(
        nint handle, void* alpha, nint wShape, DevicePointer w, nint dyShape, DevicePointer dy, nint convolution, int algorithm,
        DevicePointer workspace, nuint workspaceBytes, void* beta, nint dxShape, DevicePointer dx);
    [LibraryImport(Library)]
    public static partial int cudnnConvolutionBackwardFilter(
        nint handle, void* alpha, nint xShape, DevicePointer x, nint dyShape, DevicePointer dy, nint convolution, int algorithm,
        DevicePointer workspace, nuint workspaceBytes, void* beta, nint dwShape, DevicePointer dw);
}

/// <summary>One way to compute a convolution, as cuDNN rates it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal struct DnnAlgorithm
{
    /// <summary>Its number among those of the same direction.</summary>
    [FieldOffset(0)] public int Algorithm;

    /// <summary>0 where it can be used.</summary>
    [FieldOffset(4)] public int Status;

    /// <summary>Milliseconds, where it was timed.</summary>
    [FieldOffset(8)] public float Milliseconds;

    /// <summary>Bytes of workspace.</summary>
    [FieldOffset(16)] public nuint Memory;

    /// <summary>1 where it gives the same bits every time.</summary>
    [FieldOffset(24)] public int Determinism;

    /// <summary>The arithmetic it uses.</summary>
    [FieldOffset(28)] public int MathType;
}
