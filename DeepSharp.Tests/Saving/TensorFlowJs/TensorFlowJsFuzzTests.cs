using System.Text;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving.TensorFlowJs;

/// <summary>Damaged files give a model or one kind of exception, in bounded memory.</summary>
public sealed class TensorFlowJsFuzzTests
{
    private const long MaxBytes = 1 << 28;

    private static readonly string[] s_scraps = ["null", "true", "-1", "0", "2147483647", "1e999", "NaN", "\"\"", "\"x\"", "[", "]", "{", "}", ",", ":", "[]", "{}", "99999999999999999999",
        "\"..\"", "[[", "\"Sequential\"", "\"float16\"", "\"uint8\"", "\"int32\"", "\"bool\"", "[0]", "[1073741824]", "é"];

    [TestCase("dense", 13000), TestCase("functional", 2000), TestCase("bidirectional", 2500), TestCase("embedding", 2000), TestCase("images", 1000)]
    public void Load_DamagedFiles_AreRefusedOrHarmless(string name, int usual)
    {
        using var folder = new TemporaryFolder();
        TensorFlowJsSamples.Make(name).Model.SaveTensorFlowJs(folder.Path);
        string path = folder.File("model.json"), shard = Directory.GetFiles(folder.Path, "*.bin")[0];
        const string training = """
            "trainingConfig": {"loss": "mse", "metrics": ["mae"],
              "optimizer_config": {"class_name": "Momentum", "config": {"learningRate": 0.1, "momentum": 0.9}}},
            """;
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"weightsManifest\"", training + "\"weightsManifest\""));
        byte[] json = File.ReadAllBytes(path), weights = File.ReadAllBytes(shard);
        int manifest = json.AsSpan().IndexOf("weightsManifest"u8), rounds = FuzzCount.Of(usual), refused = 0;
        var random = new Random(3);
        for (int round = 0; round < rounds; round++)
        {
            // The manifest is short and decides what is read of the shards.
            var range = round % 3 == 0 ? manifest.. : Range.All;
            File.WriteAllBytes(path, round % 4 == 3 ? FileDamage.Of(random, json, range) : Text(random, json, range));
            if (round % 16 == 0) File.WriteAllBytes(shard, FileDamage.Of(random, weights));
            else if (round % 16 == 4) File.WriteAllBytes(shard, weights);
            if (!Loads(path, round)) refused++;
        }
        Assert.That(refused, Is.InRange(rounds / 4, rounds - 1));
    }

    private static bool Loads(string path, int round)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool loaded = true;
        try { Model.Load(path); }
        catch (ModelFileException) { loaded = false; }
        catch (Exception e) { throw new AssertionException($"round {round}: {e}\n{File.ReadAllText(path)}"); }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"round {round}");
        return loaded;
    }

    /// <summary>Puts values in the place of others, so that it often stays JSON.</summary>
    private static byte[] Text(Random random, byte[] good, Range range)
    {
        string text = Encoding.UTF8.GetString(good);
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            var (start, length) = (range.Start.Value, text.Length - range.Start.Value);
            int at = text.IndexOf(':', Math.Min(text.Length - 1, start + random.Next(Math.Max(1, length))));
            if (at < 0) continue;
            int end = text.IndexOfAny([',', '}', ']'], at);
            if (end < 0) continue;
            string scrap = random.Next(3) == 0 ? random.Next(2000).ToString(System.Globalization.CultureInfo.InvariantCulture) : s_scraps[random.Next(s_scraps.Length)];
            text = random.Next(6) == 0 ? text.Remove(at + 1, random.Next(1, Math.Min(20, text.Length - at))) : text[..(at + 1)] + scrap + text[end..];
        }
        return Encoding.UTF8.GetBytes(text);
    }
}
