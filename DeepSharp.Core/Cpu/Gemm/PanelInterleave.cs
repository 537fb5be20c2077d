using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>Interleaves lines that are contiguous along k into a panel: the transposition inside most packers.</summary>
internal static unsafe class PanelInterleave
{
    /// <summary>Writes <c>panel[k * width + r] = lines[r][k]</c> for k in [0, <paramref name="length"/>) and zero for the missing
    /// lines.</summary>
    public static void Run<T>(T** lines, int count, int width, int length, T* panel) where T : unmanaged
    {
        int r = 0;
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            for (; r <= count - 4; r += 4)
                Four((float*)lines[r], (float*)lines[r + 1], (float*)lines[r + 2], (float*)lines[r + 3], width, length, (float*)panel + r);
        }
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            for (; r <= count - 2; r += 2)
                Two((float*)lines[r], (float*)lines[r + 1], width, length, (float*)panel + r);
        }
        for (; r <= count - 2; r += 2)
            Two(lines[r], lines[r + 1], width, length, panel + r);
        for (; r < width; r++)
            One(r < count ? lines[r] : null, width, length, panel + r);
    }

    // A 4 x 4 transposition in registers: unpacking pairs of lines, then joining halves, makes each k's four values one vector, so that
    // sixteen values cost four loads, eight shuffles and four stores instead of sixteen of each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* a, float* b, float* c, float* d, int width, int length, float* panel)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            var va = Vector128.Load(a + k);
            var vb = Vector128.Load(b + k);
            var vc = Vector128.Load(c + k);
            var vd = Vector128.Load(d + k);
            var ab = Sse.UnpackLow(va, vb);
            var cd = Sse.UnpackLow(vc, vd);
            Sse.MoveLowToHigh(ab, cd).Store(panel);
            Sse.MoveHighToLow(cd, ab).Store(panel + width);
            ab = Sse.UnpackHigh(va, vb);
            cd = Sse.UnpackHigh(vc, vd);
            Sse.MoveLowToHigh(ab, cd).Store(panel + 2 * (long)width);
            Sse.MoveHighToLow(cd, ab).Store(panel + 3 * (long)width);
            panel += 4 * (long)width;
        }
        for (; k < length; k++, panel += width)
        {
            panel[0] = a[k];
            panel[1] = b[k];
            panel[2] = c[k];
            panel[3] = d[k];
        }
    }

    // As above with two lines: each k's pair is one half of a vector.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* a, float* b, int width, int length, float* panel)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            var va = Vector128.Load(a + k);
            var vb = Vector128.Load(b + k);
            var low = Sse.UnpackLow(va, vb);
            var high = Sse.UnpackHigh(va, vb);
            low.GetLower().Store(panel);
            low.GetUpper().Store(panel + width);
            high.GetLower().Store(panel + 2 * (long)width);
            high.GetUpper().Store(panel + 3 * (long)width);
            panel += 4 * (long)width;
        }
        for (; k < length; k++, panel += width)
        {
            panel[0] = a[k];
            panel[1] = b[k];
        }
    }

    private static void Two<T>(T* a, T* b, int width, int length, T* panel) where T : unmanaged
    {
        for (int k = 0; k < length; k++, panel += width)
        {
            panel[0] = a[k];
            panel[1] = b[k];
        }
    }

    private static void One<T>(T* line, int width, int length, T* panel) where T : unmanaged
    {
        for (int k = 0; k < length; k++, panel += width)
            *panel = line == null ? default : line[k];
    }
}
