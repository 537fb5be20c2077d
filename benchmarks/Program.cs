using BenchmarkDotNet.Running;
using DeepSharp.Benchmarks;

// dotnet run -c Release --project benchmarks                            all kernel benchmarks, by choice
// dotnet run -c Release --project benchmarks -- --filter '*MatMul*'     one family
// dotnet run -c Release --project benchmarks -- step                    whole steps of ten models; --only NAME, --json, --threads N
// dotnet run -c Release --project benchmarks -- compare --peers FOLDER  the same beside PyTorch and ONNX Runtime
// dotnet run -c Release --project benchmarks -- peak                    matrix products beside the machine's peak, in turns
// dotnet run -c Release --project benchmarks -- versus FOLDER           the steps beside those of another build, in turns in one process
// dotnet run -c Release --project benchmarks -- ops --only NAME         where the time of a step goes, op by op
// dotnet run -c Release --project benchmarks -- singles                 single ops beside PyTorch's; PART of their names
// dotnet run -c Release --project benchmarks -- memory                  planned and resident memory of each case; --only NAME, --peers FOLDER
// dotnet run -c Release --project benchmarks -- scaling                 what more threads bring to each case; --only NAME, --threads N, --rounds N
// dotnet run -c Release --project benchmarks -- startup                 from the start of a process to a loaded model's first answer
// dotnet run -c Release --project benchmarks -- latency                 one sample through each model, best and 99th percentile; --only NAME, --peers FOLDER
// dotnet run -c Release --project benchmarks -- widths                  the steps with 512, 256 and 128 bits and without vectors; --only NAME
// dotnet run -c Release --project benchmarks -- embedding               steps of a model with a large table, rule by rule; --threads N, --rounds N
// dotnet run -c Release --project benchmarks -- pool                    waking the workers, and more threads than processors
// dotnet run -c Release --project benchmarks -- step --device cuda:0    steps on a GPU; --precision float32, tf32 or bfloat16
// dotnet run -c Release --project benchmarks -- cuda                    what there is of CUDA on this machine
// dotnet run -c Release --project benchmarks -- report JOURNAL          what came of the tests on a GPU, failures grouped by cause
try
{
    return args switch
    {
        ["step", .. var rest] => StepCommand.Run(StepOptions.Parse(rest)),
        ["cuda"] => CudaCommand.Run(),
        ["report", var journal] => ReportCommand.Run(journal),
        ["peak"] => PeakCommand.Run(),
        ["versus", var folder, .. var rest] => VersusCommand.Run(folder, StepOptions.Parse(rest)),
        ["ops", .. var rest] => OpsCommand.Run(StepOptions.Parse(rest)),
        ["singles"] => SinglesCommand.Run(),
        ["singles", var part] => SinglesCommand.Run(part),
        ["memory", .. var rest] => MemoryCommand.Run(StepOptions.Parse(rest)),
        ["scaling", .. var rest] => ScalingCommand.Run(StepOptions.Parse(rest)),
        ["startup", "--child", var path, var ticks] => StartupCommand.Load(path, long.Parse(ticks)),
        ["startup", .. var rest] => StartupCommand.Run(StepOptions.Parse(rest)),
        ["latency", .. var rest] => LatencyCommand.Run(StepOptions.Parse(rest)),
        ["widths", .. var rest] => WidthsCommand.Run(StepOptions.Parse(rest)),
        ["embedding", .. var rest] => EmbeddingCommand.Run(StepOptions.Parse(rest)),
        ["pool", .. var rest] => PoolCommand.Run(StepOptions.Parse(rest)),
        ["compare", .. var rest] => CompareCommand.Run(StepOptions.Parse(rest)),
        _ => BenchmarkSwitcher.FromAssembly(typeof(MatMulBenchmark).Assembly).Run(args) is null ? 1 : 0,
    };
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
