using System.Globalization;
using System.Numerics;

namespace DeepSharp;

/// <summary>One movement of the pen: a smooth curve through points, which may turn sharply where a point is a corner.</summary>
/// <param name="Points">The points the pen passes, x to the right and y down; a digit is 100 high.</param>
/// <param name="Corners">Whether the pen turns sharply at a point.</param>
internal sealed record PenStroke(Vector2[] Points, bool[] Corners)
{
    /// <summary>Straight pieces between two neighbouring points.</summary>
    internal const int PiecesPerSpan = 5;

    /// <summary>
    /// Reads strokes from a text like <c>12,24 38,2! 38,98 | 14,98 58,98</c>: points in the order of writing, <c>!</c> after a corner,
    /// <c>|</c> where the pen is lifted.
    /// </summary>
    internal static PenStroke[] Parse(string text) => Array.ConvertAll(text.Split('|'), stroke =>
    {
        var words = stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new PenStroke(Array.ConvertAll(words, Point), Array.ConvertAll(words, w => w.EndsWith('!')));
    });

    /// <summary>
    /// The curve as a line of short straight pieces: a Catmull-Rom spline, that is, a cubic for each span whose tangent at a point is
    /// half the way from the point before to the point after. At corners and ends the tangent points along the span.
    /// </summary>
    /// <param name="points">The points to pass, as many as <see cref="Points"/>.</param>
    /// <param name="line">Receives the points of the line.</param>
    internal void Trace(ReadOnlySpan<Vector2> points, List<Vector2> line)
    {
        line.Add(points[0]);
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (from, to) = (points[i], points[i + 1]);
            var leave = i == 0 || Corners[i] ? to - from : (to - points[i - 1]) * 0.5f;
            var arrive = i + 2 == points.Length || Corners[i + 1] ? to - from : (points[i + 2] - from) * 0.5f;
            for (var step = 1; step <= PiecesPerSpan; step++)
                line.Add(Hermite(from, to, leave, arrive, (float)step / PiecesPerSpan));
        }
    }

    private static Vector2 Hermite(Vector2 from, Vector2 to, Vector2 leave, Vector2 arrive, float t)
    {
        var (t2, t3) = (t * t, t * t * t);
        return from * (2 * t3 - 3 * t2 + 1) + leave * (t3 - 2 * t2 + t) + to * (3 * t2 - 2 * t3) + arrive * (t3 - t2);
    }

    private static Vector2 Point(string word)
    {
        var numbers = word.TrimEnd('!').Split(',');
        return new Vector2(float.Parse(numbers[0], CultureInfo.InvariantCulture), float.Parse(numbers[1], CultureInfo.InvariantCulture));
    }
}
