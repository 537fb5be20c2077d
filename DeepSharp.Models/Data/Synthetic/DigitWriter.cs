using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>Writes one digit as a hand would: a style, points that miss their places a little, slant, turn, size, pen and ink.</summary>
internal sealed class DigitWriter
{
    private readonly List<Vector2> _line = [];
    private readonly List<Vector2> _points = [];
    private readonly InkCanvas _canvas = new();

    /// <summary>Draws <paramref name="digit"/> into <paramref name="image"/> with the numbers of <paramref name="random"/>.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">The image's own stream.</param>
    /// <param name="image">Receives the pixels, row-major.</param>
    internal void Write(int digit, ref SplitMix64 random, Span<byte> image)
    {
        var styles = DigitModels.Styles[digit];
        var style = styles[random.Below(styles.Length)];
        _canvas.Clear();
        Place(style, ref random);

        // A thin or a thick pen, pressed harder at one end of the digit than at the other.
        var radius = random.Between(0.75f, 1.75f);
        var taper = random.Between(-0.25f, 0.25f);
        var first = 0;
        foreach (var stroke in style)
        {
            _line.Clear();
            stroke.Trace(CollectionsMarshal.AsSpan(_points).Slice(first, stroke.Points.Length), _line);
            first += stroke.Points.Length;
            for (var i = 0; i + 1 < _line.Count; i++)
            {
                var (from, to) = ((float)i / (_line.Count - 1), (i + 1f) / (_line.Count - 1));
                _canvas.Line(_line[i], _line[i + 1], radius * (1 + taper * (2 * from - 1)), radius * (1 + taper * (2 * to - 1)));
            }
        }
        _canvas.Develop(ref random, image);
    }

    /// <summary>Puts the points of all strokes of a style onto the canvas, moved as a whole and each by itself.</summary>
    private void Place(PenStroke[] style, ref SplitMix64 random)
    {
        var sloppiness = random.Between(2f, 6.5f);
        // Smooth bends of the whole digit: the ground it is written on seems curved.
        var (bendX, bendY) = (random.Bell() * 0.16f, random.Bell() * 0.16f);
        var (fanX, fanY) = (random.Bell() * 0.14f, random.Bell() * 0.14f);
        var slant = 0.16f + random.Bell() * 0.22f;
        var aspect = random.Between(0.75f, 1.25f);
        // The tangent of half the angle gives sine and cosine by division alone, alike on every machine.
        var half = random.Bell() * 0.06f;
        var (cosine, sine) = ((1 - half * half) / (1 + half * half), 2 * half / (1 + half * half));

        _points.Clear();
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        var miss = Vector2.Zero;
        foreach (var stroke in style)
            foreach (var point in stroke.Points)
            {
                // A hand that is off stays off for a while: neighbouring points miss alike (0.6² + 0.8² = 1 keeps the spread).
                miss = miss * 0.6f + new Vector2(random.Bell(), random.Bell()) * (0.8f * sloppiness);
                var x = (point.X + miss.X - 34) * 0.01f * aspect;
                var y = (point.Y + miss.Y - 50) * 0.01f;
                x += bendX * y * y + fanX * x * y;
                y += bendY * x * x + fanY * x * y;
                x -= slant * y;
                var turned = new Vector2(cosine * x - sine * y, sine * x + cosine * y);
                _points.Add(turned);
                (low, high) = (Vector2.Min(low, turned), Vector2.Max(high, turned));
            }

        // Centred by its box, then off the centre by a little; no digit so large that it leaves the image.
        var extent = high - low;
        var scale = MathF.Min(random.Between(16f, 21f), 22.5f / MathF.Max(extent.X, extent.Y));
        var centre = new Vector2(InkCanvas.Side * 0.5f + random.Bell() * 1.1f, InkCanvas.Side * 0.5f + random.Bell() * 1.1f);
        for (var i = 0; i < _points.Count; i++)
            _points[i] = (_points[i] - (low + high) * 0.5f) * scale + centre;
    }
}
