namespace DeepSharp;

/// <summary>A rectangle with sides along the axes, in any unit.</summary>
/// <param name="Left">The smaller x.</param>
/// <param name="Top">The smaller y.</param>
/// <param name="Right">The larger x.</param>
/// <param name="Bottom">The larger y.</param>
public readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Width times height; 0 for a box turned inside out.</summary>
    public double Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>The area common to two boxes over that covered by either: 1 for equal boxes, 0 for boxes apart.</summary>
    public double IoU(Box other)
    {
        double both = new Box(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom)).Area;
        double either = Area + other.Area - both;
        return either > 0 ? both / either : 0;
    }
}

/// <summary>An object that is in an image.</summary>
/// <param name="Box">Where it is.</param>
/// <param name="Class">What it is.</param>
public readonly record struct TrueBox(Box Box, int Class);

/// <summary>An object that a model finds in an image.</summary>
/// <param name="Box">Where it should be.</param>
/// <param name="Class">What it should be.</param>
/// <param name="Score">How sure the model is; larger is surer.</param>
public readonly record struct FoundBox(Box Box, int Class, double Score);
