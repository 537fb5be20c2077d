namespace DeepSharp.Tests;

/// <summary>How many damaged files the tests of readers make up: the environment variable <c>DEEPSHARP_FUZZ</c> multiplies them.</summary>
internal static class FuzzCount
{
    /// <summary>As many as usual, times the variable.</summary>
    public static int Of(int usual) => usual * Math.Max(1, int.TryParse(Environment.GetEnvironmentVariable("DEEPSHARP_FUZZ"), out int factor) ? factor : 1);
}
