using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>The stand-in of cuDNN convolves as direct sums do, in all three directions.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed unsafe class EmulatedConvolutionTests
{
    private sealed record Shape(int[] X, int[] W, int[] Padding, int[] Strides, int[] Dilations, int Groups)
    {
        public int Rank => X.Length;

        public int[] Y =>
            [X[0], W[0], .. Enumerable.Range(0, Rank - 2).Select(i => (X[i + 2] + 2 * Padding[i] - Dilations[i] * (W[i + 2] - 1) - 1) / Strides[i] + 1)];
    }

    private static readonly Shape[] s_shapes = [
        new([2, 3, 5, 6], [4, 3, 3, 2], [1, 0], [1, 1], [1, 1], 1),
        new([1, 4, 7, 5], [6, 2, 3, 3], [2, 1], [2, 1], [1, 2], 2),
        new([2, 3, 4, 4], [3, 1, 2, 2], [0, 0], [1, 2], [1, 1], 3),
        new([1, 2, 4, 3, 5], [3, 2, 2, 2, 3], [1, 0, 1], [1, 1, 2], [1, 2, 1], 1),
    ];

    private CudaContext _cuda = null!;
    private Device _device = null!;
    private readonly List<(nint Descriptor, Func<nint, int> Destroy)> _descriptors = [];
    private nint _handle;

    [SetUp]
    public void Open()
    {
        _device = CudaTestDevice.OpenEmulated();
        _cuda = ((CudaBackend)_device.Backend).Context;
        using var scope = _cuda.Enter();
        NativeLibraries.Load(NativeLibraryName.Dnn).Require();
        nint handle;
        Assert.That(CudnnApi.cudnnCreate(&handle), Is.Zero);
        _handle = handle;
        Assert.That(CudnnApi.cudnnSetStream(handle, _cuda.Stream.Value), Is.Zero);
    }

    [TearDown]
    public void Close()
    {
        foreach (var (descriptor, destroy) in _descriptors) Assert.That(destroy(descriptor), Is.Zero);
        _descriptors.Clear();
        if (_handle != 0) Assert.That(CudnnApi.cudnnDestroy(_handle), Is.Zero);
    }

    private static double[] Random(int[] shape, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count(shape)).Select(_ => random.Next(-16, 16) / 8.0)];
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Steps of each axis, with the channels last or in order.</summary>
    private static int[] Steps(int[] shape, bool channelsLast)
    {
        var steps = new int[shape.Length];
        int[] order = channelsLast ? [1, .. Enumerable.Range(2, shape.Length - 2).Reverse(), 0] : [.. Enumerable.Range(0, shape.Length).Reverse()];
        int step = 1;
        foreach (int axis in order) (steps[axis], step) = (step, step * shape[axis]);
        return steps;
    }

    /// <summary>The elements in row-major order, from or to where their steps put them.</summary>
    private static T[] Placed<T>(T[] values, int[] shape, bool channelsLast, bool back)
    {
        int[] steps = Steps(shape, channelsLast), dense = Steps(shape, false);
        var placed = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int at = Enumerable.Range(0, shape.Length).Sum(axis => i / dense[axis] % shape[axis] * steps[axis]);
            if (back) placed[i] = values[at];
            else placed[at] = values[i];
        }
        return placed;
    }

    /// <summary>Calls f for each product of the sum: offsets in x, w and y.</summary>
    private static void Each(Shape s, Action<int, int, int> f)
    {
        int[] xs = Steps(s.X, false), ws = Steps(s.W, false), y = s.Y, ys = Steps(y, false);
        for (int o = 0; o < Count(y); o++)
            for (int k = 0; k < Count(s.W) / s.W[0]; k++)
            {
                int filter = o / ys[1] % y[1], channel = k / ws[1] % s.W[1];
                int at = o / ys[0] * xs[0] + (filter / (s.W[0] / s.Groups) * s.W[1] + channel) * xs[1];
                bool inside = true;
                for (int i = 0; i < s.Rank - 2; i++)
                {
                    int place = o / ys[i + 2] % y[i + 2] * s.Strides[i] + k / ws[i + 2] % s.W[i + 2] * s.Dilations[i] - s.Padding[i];
                    inside &= place >= 0 && place < s.X[i + 2];
                    at += place * xs[i + 2];
                }
                if (inside) f(at, filter * ws[0] + k, o);
            }
    }

    private delegate int Creating(nint* descriptor);

    private nint Made(Creating create, Func<nint, int> destroy)
    {
        nint descriptor;
        Assert.That(create(&descriptor), Is.Zero);
        _descriptors.Add((descriptor, destroy));
        return descriptor;
    }

    private nint TensorOf(int[] shape, int type, bool channelsLast)
    {
        nint descriptor = Made(CudnnApi.cudnnCreateTensorDescriptor, CudnnApi.cudnnDestroyTensorDescriptor);
        fixed (int* lengths = shape, steps = Steps(shape, channelsLast))
            Assert.That(CudnnApi.cudnnSetTensorNdDescriptor(descriptor, type, shape.Length, lengths, steps), Is.Zero);
        return descriptor;
    }

    private nint FilterOf(int[] shape, int type, bool channelsLast)
    {
        nint descriptor = Made(CudnnApi.cudnnCreateFilterDescriptor, CudnnApi.cudnnDestroyFilterDescriptor);
        fixed (int* lengths = shape) Assert.That(CudnnApi.cudnnSetFilterNdDescriptor(descriptor, type, channelsLast ? 1 : 0, shape.Length, lengths), Is.Zero);
        return descriptor;
    }

    private nint ConvolutionOf(Shape s, int compute, int mathType)
    {
        nint descriptor = Made(CudnnApi.cudnnCreateConvolutionDescriptor, CudnnApi.cudnnDestroyConvolutionDescriptor);
        fixed (int* padding = s.Padding, strides = s.Strides, dilations = s.Dilations)
            Assert.That(CudnnApi.cudnnSetConvolutionNdDescriptor(descriptor, s.Rank - 2, padding, strides, dilations, 1, compute), Is.Zero);
        Assert.That(CudnnApi.cudnnSetConvolutionGroupCount(descriptor, s.Groups), Is.Zero);
        Assert.That(CudnnApi.cudnnSetConvolutionMathType(descriptor, mathType), Is.Zero);
        return descriptor;
    }

    [Test]
    public void Convolutions_InEveryDirection_AreTheSums(
        [Range(0, 3)] int index, [Values(0, 1, 2, 9)] int type, [Values] bool channelsLast, [Values(0, 1)] int way)
    {
        var s = s_shapes[index];
        var dtype = type switch { 0 => DType.Float32, 1 => DType.Float64, 2 => DType.Float16, _ => DType.BFloat16 };
        nint x = TensorOf(s.X, type, channelsLast), y = TensorOf(s.Y, type, channelsLast), w = FilterOf(s.W, type, channelsLast);
        nint convolution = ConvolutionOf(s, type == 1 ? 1 : 0, mathType: 3);
        double[] xs = Random(s.X, 1), ws = Random(s.W, 2), dys = Random(s.Y, 3), ys = new double[dys.Length];
        double[] dxs = new double[xs.Length], dws = new double[ws.Length];
        Each(s, (i, k, o) =>
        {
            ys[o] += xs[i] * ws[k];
            dxs[i] += dys[o] * ws[k];
            dws[k] += dys[o] * xs[i];
        });
        Tensor On(double[] values, int[] shape) => Tensor.From(Placed(values, shape, channelsLast, back: false), [values.Length]).Cast(dtype).To(_device);
        Tensor xt = On(xs, s.X), wt = On(ws, s.W), dyt = On(dys, s.Y), yt = On(ys, s.Y), dxt = On(dxs, s.X), dwt = On(dws, s.W);
        var workspace = Tensor.From(new byte[1 << 16], _device);
        (double one, double zero, float one32, float zero32) = (1, 0, 1, 0);
        void* alpha = type == 1 ? &one : &one32, beta = type == 1 ? &zero : &zero32;
        // As of the real library, no gradients of dilated convolutions with the channels last.
        int gradients = channelsLast && s.Dilations.Any(d => d != 1) ? 3000 : 0;
        using (_cuda.Enter())
        {
            Assert.That(CudnnApi.cudnnConvolutionForward(_handle, alpha, x, xt.Address(), w, wt.Address(), convolution, way, workspace.Address(), 1 << 16,
                beta, y, yt.Address()), Is.Zero);
            Assert.That(CudnnApi.cudnnConvolutionBackwardData(_handle, alpha, w, wt.Address(), y, dyt.Address(), convolution, way, workspace.Address(),
                1 << 16, beta, x, dxt.Address()), Is.EqualTo(gradients));
            Assert.That(CudnnApi.cudnnConvolutionBackwardFilter(_handle, alpha, x, xt.Address(), y, dyt.Address(), convolution, way, workspace.Address(),
                1 << 16, beta, w, dwt.Address()), Is.EqualTo(gradients));
        }
        var results = new[] { ("y", yt, s.Y, ys), ("dx", dxt, s.X, dxs), ("dw", dwt, s.W, dws) };
        foreach (var (name, got, shape, expected) in gradients == 0 ? results : results[..1])
            Assert.That(Placed(got.To(Device.Cpu).ToDoubles(), shape, channelsLast, back: true),
                Is.EqualTo(Tensor.From(expected, [expected.Length]).Cast(dtype).ToDoubles()), name);
    }

    [Test]
    public void Ways_NeedTheirWorkspaceAndSayWhetherTheyRepeat()
    {
        var s = s_shapes[0];
        nint x = TensorOf(s.X, 0, false), y = TensorOf(s.Y, 0, false), w = FilterOf(s.W, 0, false), convolution = ConvolutionOf(s, 0, 0);
        var ways = stackalloc DnnAlgorithm[4];
        int given;
        float one = 1;
        var data = Tensor.From(new float[512], _device);
        using var scope = _cuda.Enter();
        Assert.That(CudnnApi.cudnnGetConvolutionBackwardFilterAlgorithm_v7(_handle, x, y, convolution, w, 4, &given, ways), Is.Zero);
        Assert.That(Enumerable.Range(0, given).Select(i => (ways[i].Status, ways[i].Determinism, ways[i].Memory > 0)),
            Is.EqualTo(new[] { (0, 1, true), (0, 1, true), (0, 0, false) }));
        int status =
            CudnnApi.cudnnConvolutionForward(_handle, &one, x, data.Address(), w, data.Address(), convolution, 1, data.Address(), 4, &one, y, data.Address());
        Assert.That(Marshal.PtrToStringUTF8((nint)CudnnApi.cudnnGetErrorString(status)),
            Is.EqualTo("CUDNN_STATUS_BAD_PARAM: the workspace has 4 bytes, the algorithm needs 600"));
        Assert.That(CudnnApi.cudnnFindConvolutionForwardAlgorithmEx(_handle, x, data.Address(), w, data.Address(), convolution, y, data.Address(), 4, &given,
            ways, data.Address(), 0), Is.Zero);
        Assert.That(given, Is.EqualTo(1), "only what fits into the workspace");
    }

    [Test]
    public void WrongShapes_AreRefusedWithReason()
    {
        var s = s_shapes[0];
        nint x = TensorOf(s.X, 0, false), y = TensorOf([2, 4, 5, 6], 0, false), w = FilterOf(s.W, 0, false), convolution = ConvolutionOf(s, 0, 0);
        int given;
        DnnAlgorithm way;
        int status = CudnnApi.cudnnGetConvolutionForwardAlgorithm_v7(_handle, x, w, convolution, y, 1, &given, &way);
        Assert.That(Marshal.PtrToStringUTF8((nint)CudnnApi.cudnnGetErrorString(status)),
            Is.EqualTo("CUDNN_STATUS_BAD_PARAM: axis 3 of y has length 6, the convolution gives 5"));
    }
}
