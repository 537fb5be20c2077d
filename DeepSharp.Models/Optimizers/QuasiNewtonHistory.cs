namespace DeepSharp;

/// <summary>The last steps s and changes of the gradient y, from which the inverse curvature is guessed.</summary>
internal sealed class QuasiNewtonHistory(int size)
{
    private readonly List<(double[] S, double[] Y, double Rho)> _pairs = [];

    public bool IsEmpty => _pairs.Count == 0;

    public void Clear() => _pairs.Clear();

    /// <summary>Remembers a step, unless the curvature along it is not clearly positive.</summary>
    public void Add(double[] s, double[] y)
    {
        double curvature = Dot(s, y);
        if (!(curvature > 1e-12 * Math.Sqrt(Dot(s, s) * Dot(y, y)))) return;
        if (_pairs.Count == size) _pairs.RemoveAt(0);
        _pairs.Add((s, y, 1 / curvature));
    }

    /// <summary>−H · g by the two-loop recursion; −g while nothing is remembered.</summary>
    public double[] Direction(double[] g)
    {
        double[] q = [.. g];
        var alpha = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            alpha[i] = _pairs[i].Rho * Dot(_pairs[i].S, q);
            AddTo(q, _pairs[i].Y, -alpha[i]);
        }
        if (_pairs.Count > 0)
        {
            var (_, y, rho) = _pairs[^1];
            double scale = 1 / (rho * Dot(y, y));
            for (int i = 0; i < q.Length; i++) q[i] *= scale;
        }
        for (int i = 0; i < _pairs.Count; i++)
            AddTo(q, _pairs[i].S, alpha[i] - _pairs[i].Rho * Dot(_pairs[i].Y, q));
        for (int i = 0; i < q.Length; i++) q[i] = -q[i];
        return q;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void AddTo(double[] a, double[] b, double factor)
    {
        for (int i = 0; i < a.Length; i++) a[i] += factor * b[i];
    }
}
