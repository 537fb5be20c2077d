using System.Text;

namespace DeepSharp.Layers;

/// <summary>The bins that values are hashed into: FarmHash64, or SipHash under a salt, modulo their number, as in TensorFlow.</summary>
internal static class HashBins
{
    /// <summary>The bin of a text, by the bytes of its UTF-8 form.</summary>
    public static int Of(string text, int bins, HashSalt? salt)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return salt is { } keys ? HashBuckets.Of(bytes, bins, keys.First, keys.Second) : HashBuckets.Of(bytes, bins);
    }

    /// <summary>The bin of a number, by its decimal digits.</summary>
    public static int Of(long number, int bins, HashSalt? salt) => Of(number.ToString(System.Globalization.CultureInfo.InvariantCulture), bins, salt);
}
