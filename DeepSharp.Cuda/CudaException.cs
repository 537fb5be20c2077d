namespace DeepSharp;

/// <summary>A call of the CUDA driver, cuBLAS or cuDNN failed, or one of them is not there.</summary>
/// <param name="message">The call, the library's own words, and the remedy.</param>
/// <param name="code">The library's status; 0 where no call was made.</param>
public sealed class CudaException(string message, int code = 0) : DeepSharpException(message)
{
    /// <summary>The library's status; 0 where no call was made.</summary>
    public int Code => code;
}
