using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

/// <summary>Convolution and its gradients by plain loops in double, straight from the definition.</summary>
internal static class NaiveConv
{
    public static double[] Forward(ConvGeometry g, double[] x, double[] w)
    {
        var y = new double[g.Batch * g.Output.Volume * g.OutChannels];
        Visit(g, (xi, wi, yi) => y[yi] += x[xi] * w[wi]);
        return y;
    }

    public static double[] InputGradient(ConvGeometry g, double[] dy, double[] w)
    {
        var dx = new double[g.Batch * g.Input.Volume * g.InChannels];
        Visit(g, (xi, wi, yi) => dx[xi] += dy[yi] * w[wi]);
        return dx;
    }

    public static double[] KernelGradient(ConvGeometry g, double[] x, double[] dy)
    {
        var dw = new double[g.Kernel.Volume * g.GroupIn * g.OutChannels];
        Visit(g, (xi, wi, yi) => dw[wi] += x[xi] * dy[yi]);
        return dw;
    }

    // Calls with the indices of every product x[xi] * w[wi] that y[yi] sums.
    private static void Visit(ConvGeometry g, Action<int, int, int> product)
    {
        for (int b = 0; b < g.Batch; b++)
            for (int od = 0; od < g.Output.D; od++)
                for (int oh = 0; oh < g.Output.H; oh++)
                    for (int ow = 0; ow < g.Output.W; ow++)
                        for (int kd = 0; kd < g.Kernel.D; kd++)
                            for (int kh = 0; kh < g.Kernel.H; kh++)
                                for (int kw = 0; kw < g.Kernel.W; kw++)
                                {
                                    int id = od * g.Stride.D + kd * g.Dilation.D - g.PadBefore.D;
                                    int ih = oh * g.Stride.H + kh * g.Dilation.H - g.PadBefore.H;
                                    int iw = ow * g.Stride.W + kw * g.Dilation.W - g.PadBefore.W;
                                    if (id < 0 || id >= g.Input.D || ih < 0 || ih >= g.Input.H || iw < 0 || iw >= g.Input.W)
                                        continue;
                                    int pixel = ((b * g.Input.D + id) * g.Input.H + ih) * g.Input.W + iw;
                                    int tap = (kd * g.Kernel.H + kh) * g.Kernel.W + kw;
                                    int position = ((b * g.Output.D + od) * g.Output.H + oh) * g.Output.W + ow;
                                    for (int co = 0; co < g.OutChannels; co++)
                                    {
                                        int group = co / g.GroupOut;
                                        for (int ci = 0; ci < g.GroupIn; ci++)
                                            product(pixel * g.InChannels + group * g.GroupIn + ci, (tap * g.GroupIn + ci) * g.OutChannels + co,
                                                position * g.OutChannels + co);
                                    }
                                }
    }
}
