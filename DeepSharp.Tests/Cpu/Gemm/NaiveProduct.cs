using System.Numerics;

namespace DeepSharp.Tests.Cpu;

/// <summary>The plain triple loop in double that the product kernels are judged by, and operands to feed both.</summary>
internal static class NaiveProduct
{
    /// <summary>C[i, j] = start[i, j] + sum over p of A(i, p) B(p, j), row-major without gaps.</summary>
    public static double[] Run(int m, int n, int k, Func<int, int, double> a, Func<int, int, double> b, Func<int, int,
        double>? start = null)
    {
        var c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = start?.Invoke(i, j) ?? 0;
                for (int p = 0; p < k; p++)
                    sum += a(i, p) * b(p, j);
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    /// <summary>Whole numbers from -4 to 4: sums of their products are exact in float, so results can be compared for equality.</summary>
    public static T[] Whole<T>(int count, int seed) where T : INumber<T>
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.Next(-4, 5))).ToArray();
    }

    /// <summary>Numbers from -1 to 1.</summary>
    public static T[] Real<T>(int count, int seed) where T : INumber<T>
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => T.CreateChecked(2 * random.NextDouble() - 1)).ToArray();
    }
}
