using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: rows (image, d, h) of the output of a depthwise convolution.</summary>
internal unsafe struct DepthwiseForward<T, TE> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TE : struct, IEpilogue<T>
{
    public ConvGeometry G;
    public PatchGrid Grid;
    public T* X, Kernel, Y;
    public TE Epilogue;

    public readonly void Run(int start, int end)
    {
        int width = G.Output.W;
        for (int row = start; row < end; row++)
        {
            var (rest, h) = Math.DivRem(row, G.Output.H);
            var (image, d) = Math.DivRem(rest, G.Output.D);
            T* y = Y + (long)row * width * G.OutChannels;
            new Span<T>(y, width * G.OutChannels).Clear();
            for (int w = 0; w < width; w++)
                Pixel(y + (long)w * G.OutChannels, X + image * Grid.ImageStride, Grid.D.Start(d), Grid.H.Start(h), Grid.W.Start(w));
            Epilogue.Apply(y, G.OutChannels, row * width, width, 0, G.OutChannels);
        }
    }

    private readonly void Pixel(T* y, T* image, int d, int h, int w)
    {
        T* weights = Kernel;
        for (int i = 0; i < G.Kernel.D; i++)
        {
            for (int j = 0; j < G.Kernel.H; j++)
            {
                for (int k = 0; k < G.Kernel.W; k++, weights += G.OutChannels)
                {
                    int z = d + i * G.Dilation.D, r = h + j * G.Dilation.H, c = w + k * G.Dilation.W;
                    if ((uint)z < (uint)G.Input.D && (uint)r < (uint)G.Input.H && (uint)c < (uint)G.Input.W)
                        ChannelProducts.Spread(y, image + Grid.Offset(z, r, c), weights, G.InChannels, G.OutChannels / G.InChannels);
                }
            }
        }
    }
}
