namespace DeepSharp.Gpu;

/// <summary>Softmax and log-softmax along any axis: rows where it is the last, else columns.</summary>
internal static class SoftmaxLaunch
{
    private const string Module = "softmax";

    public static void Run(CudaContext cuda, Tensor x, Tensor y, int axis, bool logarithm)
    {
        if (y.Count == 0) return;
        axis = x.Shape.Axis(axis);
        int n = x.Shape[axis];
        long inner = 1;
        foreach (int length in x.Shape.Dims[(axis + 1)..]) inner *= length;
        if (inner > 1)
        {
            var columns = cuda.Function(Module, logarithm ? "log_softmax_columns" : "softmax_columns", x.DType);
            cuda.Launch(columns, cuda.GridFor(y.Count / n), x.Address(), y.Address(), y.Count / n, n, inner);
            return;
        }
        string entry = (RowTeam.IsWarp(n), logarithm) switch
        {
            (true, false) => "softmax_warp",
            (true, true) => "log_softmax_warp",
            (false, false) => "softmax_block",
            _ => "log_softmax_block",
        };
        cuda.Launch(cuda.Function(Module, entry, x.DType), RowTeam.Grid(cuda, y.Count / n, n), x.Address(), y.Address(), y.Count / n, n);
    }

    /// <summary>dx = y · (dy − Σ y · dy) along the last axis.</summary>
    public static void Gradient(CudaContext cuda, Tensor y, Tensor dy, Tensor dx)
    {
        if (dx.Count == 0) return;
        int n = dx.Shape[^1];
        var function = cuda.Function(Module, RowTeam.IsWarp(n) ? "softmax_gradient_warp" : "softmax_gradient_block", dx.DType);
        cuda.Launch(function, RowTeam.Grid(cuda, dx.Count / n, n), y.Address(), dy.Address(), dx.Address(), dx.Count / n, n);
    }
}
