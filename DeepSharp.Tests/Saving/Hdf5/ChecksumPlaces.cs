using DeepSharp.Hdf5;

namespace DeepSharp.Tests.Saving.Hdf5;

/// <summary>Finds the structures of a file that end in a checksum.</summary>
internal static class ChecksumPlaces
{
    private static readonly string[] s_letters = ["OHDR", "OCHK", "FRHP", "FHIB", "BTHD", "BTIN", "BTLF", "FAHD", "FADB", "EAHD", "EAIB", "EASB", "EADB"];

    /// <summary>Where each begins, and where its checksum stands.</summary>
    public static List<(int Start, int End)> Of(byte[] file)
    {
        var places = new List<(int, int)>();
        for (int at = 0; at < file.Length - 8; at++)
        {
            int start = at;
            bool superblock = at == 0, structure = s_letters.Any(l => file.AsSpan(start).StartsWith(System.Text.Encoding.ASCII.GetBytes(l)));
            if (!superblock && !structure) continue;
            // The length follows from the checksum fitting.
            for (int end = at + 8; end <= Math.Min(file.Length - 4, at + 6000); end++)
                if (Lookup3.Of(file.AsSpan(at, end - at)) == BitConverter.ToUInt32(file, end))
                {
                    places.Add((at, end));
                    break;
                }
        }
        return places;
    }
}
