using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Kernels are handed to the driver one by one.</summary>
public sealed class PtxTextTests
{
    private static IEnumerable<string> Names => PtxResources.Names;

    [TestCaseSource(nameof(Names))]
    public void Only_KeepsOneEntryAndAllFunctions(string name)
    {
        string ptx = PtxResources.Read(name);
        var all = PtxSignatures.Read(ptx);
        string[] head = [.. ptx.Split('\n').TakeWhile(line => !line.Contains(".entry")).Where(line => line.StartsWith('.'))];
        foreach (var (entry, sizes) in all)
        {
            string alone = PtxText.Only(ptx, entry);
            var kept = PtxSignatures.Read(alone);
            Assert.That(kept.Keys, Is.EqualTo(new[] { entry }));
            Assert.That(kept[entry], Is.EqualTo(sizes));
            Assert.That(alone.Split(".func").Length, Is.EqualTo(ptx.Split(".func").Length), $"{entry}: functions stay");
            foreach (string line in head) Assert.That(alone, Does.Contain(line));
            Assert.That(alone.Count(c => c == '{'), Is.EqualTo(alone.Count(c => c == '}')), $"{entry}: whole blocks");
        }
    }

    [Test]
    public void Only_NameThatBeginsAnother_IsNotTakenForIt()
    {
        const string Text = ".version 7.8\n.visible .entry sum(\n)\n{\n\tret;\n}\n\n"
            + ".visible .entry sum_all(\n)\n{\n\t{ // a call\n\t}\n\tret;\n}\n.visible .entry s()\n{\n}\n";
        Assert.That(PtxSignatures.Read(PtxText.Only(Text, "sum")).Keys, Is.EqualTo(new[] { "sum" }));
        Assert.That(PtxSignatures.Read(PtxText.Only(Text, "sum_all")).Keys, Is.EqualTo(new[] { "sum_all" }));
        Assert.That(PtxSignatures.Read(PtxText.Only(Text, "s")).Keys, Is.EqualTo(new[] { "s" }));
        Assert.That(PtxText.Only(Text, "su"), Is.EqualTo(Text), "where there is none the message can name those there are");
    }
}
