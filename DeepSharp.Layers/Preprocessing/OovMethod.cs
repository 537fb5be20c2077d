namespace DeepSharp;

/// <summary>How unknown integers are spread over several indices.</summary>
public enum OovMethod
{
    /// <summary>The remainder of dividing by their number.</summary>
    [ConfigKey("floormod")]
    FloorMod,

    /// <summary>The hash of the decimal digits, even where numbers share factors.</summary>
    [ConfigKey("farmhash")]
    FarmHash,
}
