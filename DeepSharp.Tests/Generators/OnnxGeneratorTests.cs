namespace DeepSharp.Tests.Generators;

public sealed class OnnxGeneratorTests
{
    const string Bases = """
        using System;
        namespace DeepSharp.Onnx
        {
            public abstract class OnnxOperator;
            public abstract class OnnxForm;
            public abstract class OnnxForm<TOp> : OnnxForm;
            internal static partial class OnnxOperatorTable { static partial void Fill(Action<string, OnnxOperator> enter); }
            internal static partial class OnnxFormTable { static partial void Fill(Action<Type, OnnxForm> enter); }
        }
        public sealed class AddOp;

        """;

    [Test]
    public void Classes_OperatorsAndForms_AreEnteredByNameAndByOp()
    {
        var run = new GeneratorRun(Bases + """
            namespace DeepSharp.Onnx
            {
                internal abstract class Along : OnnxOperator;
                internal sealed class SoftmaxOperator : Along;
                internal sealed class LSTMOperator : OnnxOperator;
                internal sealed class Row(int n) : OnnxOperator { public int N => n; }
                internal sealed class AddForm : OnnxForm<AddOp>;
            }
            """);
        Assert.That(run.Compiled, Is.Empty);
        Assert.That(Entered(run.Sources["OnnxOperatorTable.g.cs"]), Is.EqualTo(new[]
            { "enter(\"LSTM\", new global::DeepSharp.Onnx.LSTMOperator());", "enter(\"Softmax\", new global::DeepSharp.Onnx.SoftmaxOperator());" }));
        Assert.That(Entered(run.Sources["OnnxFormTable.g.cs"]), Is.EqualTo(new[] { "enter(typeof(global::AddOp), new global::DeepSharp.Onnx.AddForm());" }));
    }

    private static string[] Entered(string source) => [.. source.Split('\n').Select(l =>
        l.Trim()).Where(l => l.StartsWith("enter(", StringComparison.Ordinal))];
}
