using System.Text.RegularExpressions;
using DeepSharp.PtxBuild;

namespace DeepSharp.Tests.Cuda;

/// <summary>The committed PTX belongs to the committed sources; this needs no compiler and no GPU.</summary>
public sealed partial class PtxFilesTests
{
    private static KernelSources Kernels => KernelSources.Find(AppContext.BaseDirectory) is { } found ? found
        : throw new IgnoreException("There is no folder of kernels above the tests: they run outside the repository.");

    [GeneratedRegex(@"\.entry\s+(\w+)\s*\(([^)]*)\)")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\.param\s+\.(u8|s8|b8|u32|s32|b32|f32|u64|s64|b64|f64)\s+\w+$")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^[a-z][a-z0-9_]*_(f32|f64|f16|bf16|i32|i64|u8)$")]
    private static partial Regex EntryName();

    [Test]
    public void Ptx_IsWhatItsSourcesGave()
    {
        string committed = File.ReadAllText(Kernels.HashPath).ReplaceLineEndings("\n");
        Assert.That(committed.Split('\n'), Is.EqualTo(Kernels.Hashes().Split('\n')),
            "kernels/ptx/SOURCES.sha256 does not fit the files: a source or its PTX was changed alone. Run tools/PtxBuild and commit what it writes.");
    }

    [Test]
    public void EverySource_HasPtxAndTheOtherWayRound() =>
        Assert.That(Kernels.Compiled, Is.EquivalentTo(Kernels.Sources.Select(KernelSources.CompiledName)));

    [Test]
    public void EveryFile_IsForTheBaseline()
    {
        foreach (string file in Kernels.Compiled)
        {
            string text = Kernels.Read(file);
            Assert.That(text, Does.Contain("\n.version 7.8\n.target sm_70\n.address_size 64\n"), file);
        }
    }

    [Test]
    public void EveryEntry_HasAUniqueNameWithItsTypeAndPlainParameters()
    {
        var seen = new Dictionary<string, string>();
        foreach (string file in Kernels.Compiled)
        {
            string text = Kernels.Read(file);
            var entries = Entry().Matches(text);
            Assert.That(entries, Has.Count.EqualTo(text.Split(".entry").Length - 1), $"{file}: an entry that the pattern misses");
            Assert.That(entries.Count > 0 || text.Contains(".visible .func"), $"{file} holds neither entries nor functions.");
            foreach (Match entry in entries)
            {
                string name = entry.Groups[1].Value;
                Assert.That(name, Does.Match(EntryName()), $"{file}: an entry's name ends in the suffix of its element type");
                Assert.That(seen.TryAdd(name, file), $"{name} is in {file} and in {seen[name]}.");
                foreach (string parameter in entry.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    Assert.That(parameter, Does.Match(Parameter()), $"{file}, {name}: a parameter that is no pointer and no plain number");
            }
        }
    }

    [TestCase("deepsharp_exp"), TestCase("deepsharp_erfinv"), TestCase("deepsharp_floormod")]
    public void ScalarFunctions_AreCallable(string name) =>
        Assert.That(Kernels.Read("ptx/scalar_functions.ptx"), Does.Contain($".visible .func  (.param .b64 func_retval0) {name}("));
}
