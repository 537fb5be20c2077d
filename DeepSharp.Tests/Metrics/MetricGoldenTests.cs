using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Metrics;

public sealed class MetricGoldenTests
{
    private static IReadOnlyList<GoldenCase> Cases => GoldenFile.Load("metrics");

    [TestCaseSource(nameof(Cases))]
    public void Update_Golden_GivesResultAfterEachBatch(GoldenCase golden)
    {
        var metric = Make(golden);
        for (int round = 0; round < 2; round++)
        {
            for (int batch = 0; batch < golden.Attribute<int>("batches"); batch++)
            {
                var x = Batch(golden, batch);
                metric.Update(x[0], x[1], x.Length > 2 ? x[2] : null);
                Close.Same($"{golden} batch {batch}", Expected(golden, batch), metric.Result().Cast(DType.Float64), 1e-5);
            }
            metric.Reset();
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Update_InProgram_EqualsEagerAndDoesNotAllocate(GoldenCase golden)
    {
        var (eager, traced) = (Make(golden), Make(golden));
        var first = Batch(golden, 0);
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(first, x => x.Spec), x =>
        {
            traced.Update(x[0], x[1], x.Length > 2 ? x[2] : null);
            return [];
        });
        Assert.That(traced.Variables, Is.Not.Empty);
        for (int batch = 0; batch < golden.Attribute<int>("batches"); batch++)
        {
            var x = Batch(golden, batch);
            eager.Update(x[0], x[1], x.Length > 2 ? x[2] : null);
            program.Run(x);
            Close.Same($"{golden} batch {batch}: program against eager", eager.Result(), traced.Result(), 1e-6);
        }
        traced.Reset();
        program.Run(first);
        Close.Same($"{golden} after reset", Expected(golden, 0), traced.Result().Cast(DType.Float64), 1e-5);
        ProgramCheck.NoAllocation($"{golden}", program, first);
    }

    /// <summary>The metric of a case, made from its name and settings as a file would.</summary>
    private static Metric Make(GoldenCase golden)
    {
        var config = (JObject)golden.Attributes.DeepClone();
        config.Remove("class");
        config.Remove("batches");
        return KerasJson.Read<Metric>(new JObject { ["class_name"] = golden.Attribute<string>("class"), ["config"] = config });
    }

    private static Tensor[] Batch(GoldenCase golden, int batch)
    {
        bool labels = golden.Attribute<string>("class")!.StartsWith("Sparse", StringComparison.Ordinal);
        Tensor Read(string name, DType dtype) => Tensor.From(golden.Array($"{name}_{batch}").Values, golden.Array($"{name}_{batch}").Shape).Cast(dtype);
        Tensor[] x = [Read("y_true", labels ? DType.Int32 : DType.Float32), Read("y_pred", DType.Float32)];
        return golden.Has("sample_weight_0") ? [.. x, Read("sample_weight", DType.Float32)] : x;
    }

    private static Tensor Expected(GoldenCase golden, int batch)
    {
        var (shape, values) = golden.Array("result");
        int size = values.Length / shape[0];
        return Tensor.From(values[(batch * size)..((batch + 1) * size)], shape[1..]);
    }
}
