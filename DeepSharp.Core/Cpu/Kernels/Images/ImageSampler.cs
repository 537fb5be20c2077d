using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Reads one image at any place: the arithmetic that every kernel which moves pixels shares.</summary>
/// <param name="images">[batch, height, width, channels].</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="fillMode">What stands beyond the border.</param>
/// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
internal readonly unsafe struct ImageSampler<T>(Shape images, Interpolation interpolation, FillMode fillMode, double fillValue)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly int Height = images[1], Width = images[2], Channels = images[3];
    public readonly Interpolation Interpolation = interpolation;
    public readonly FillMode FillMode = fillMode;
    public readonly T FillValue = T.CreateTruncating(fillValue);

    /// <summary>Work of one place in loop steps, to share it out by.</summary>
    public int Cost => Interpolation == Interpolation.Nearest ? 8 + Channels : 24 + 4 * Channels;

    /// <summary>Items of a parallel loop that are worth a thread, each holding so many places.</summary>
    public int Grain(long places) => (int)Math.Max(1, 32 * 1024 / Math.Max(1, places * Cost));

    /// <summary>Writes the channels at a row and a column.</summary>
    public void Read(T* image, T row, T column, T* y)
    {
        if (!T.IsFinite(row) || !T.IsFinite(column))
        {
            for (int c = 0; c < Channels; c++) y[c] = FillValue;
            return;
        }
        if (Interpolation == Interpolation.Nearest)
        {
            T* pixel = Pixel(image, Inside(Rounded(row), Height), Inside(Rounded(column), Width));
            for (int c = 0; c < Channels; c++) y[c] = pixel == null ? FillValue : pixel[c];
            return;
        }
        T top = T.Floor(row), left = T.Floor(column), down = row - top, right = column - left;
        int r0 = Inside(top, Height), r1 = Inside(top + T.One, Height), c0 = Inside(left, Width), c1 = Inside(left + T.One, Width);
        if ((r0 | r1 | c0 | c1) >= 0) Blend(Pixel(image, r0, c0), Pixel(image, r0, c1), Pixel(image, r1, c0), Pixel(image, r1, c1), down, right, y);
        else BlendWithFill(Pixel(image, r0, c0), Pixel(image, r0, c1), Pixel(image, r1, c0), Pixel(image, r1, c1), down, right, y);
    }

    private void Blend(T* a, T* b, T* d, T* e, T down, T right, T* y)
    {
        T up = T.One - down, back = T.One - right;
        for (int c = 0; c < Channels; c++) y[c] = (a[c] * back + b[c] * right) * up + (d[c] * back + e[c] * right) * down;
    }

    private void BlendWithFill(T* a, T* b, T* d, T* e, T down, T right, T* y)
    {
        T up = T.One - down, back = T.One - right;
        for (int c = 0; c < Channels; c++)
        {
            T upper = (a == null ? FillValue : a[c]) * back + (b == null ? FillValue : b[c]) * right;
            T lower = (d == null ? FillValue : d[c]) * back + (e == null ? FillValue : e[c]) * right;
            y[c] = upper * up + lower * down;
        }
    }

    private static T Rounded(T at) => T.CopySign(T.Floor(T.Abs(at) + T.CreateTruncating(0.5)), at);

    /// <summary>The pixel at an index; null where the fill value stands.</summary>
    private T* Pixel(T* image, int row, int column) => (row | column) < 0 ? null : image + ((long)row * Width + column) * Channels;

    /// <summary>The index that a whole place of an axis with n pixels reads; −1 where the fill value stands.</summary>
    private int Inside(T at, int n)
    {
        T length = T.CreateTruncating(n), place;
        if (at >= T.Zero && at < length) return int.CreateTruncating(at);
        switch (FillMode)
        {
            case FillMode.Constant: return -1;
            case FillMode.Nearest: return at < T.Zero ? 0 : n - 1;
            case FillMode.Wrap: place = Modulo(at, length); break;
            case FillMode.Reflect:
                place = Modulo(at, length + length);
                place = T.Min(place, length + length - T.One - place);
                break;
            default:
                T period = T.CreateTruncating(Math.Max(1, 2 * (n - 1)));
                place = Modulo(at, period);
                place = T.Min(place, period - place);
                break;
        }
        return Math.Clamp(int.CreateSaturating(place), 0, n - 1);
    }

    private static T Modulo(T at, T n) => at - T.Floor(at / n) * n;
}
