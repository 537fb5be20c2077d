using BenchmarkDotNet.Running;
using DeepSharp.Benchmarks;

// dotnet run -c Release --project benchmarks                            all kernel benchmarks, by choice
// dotnet run -c Release --project benchmarks -- --filter '*MatMul*'     one family
// dotnet run -c Release --project benchmarks -- step                    whole steps of ten models; --only NAME, --json, --threads N
// dotnet run -c Release --project benchmarks -- compare --peers FOLDER  the same beside PyTorch and ONNX Runtime
// dotnet run -c Release --project benchmarks -- peak                    matrix products beside the machine's peak, in turns
// dotnet run -c Release --project benchmarks -- ops --only NAME          where the time of a step goes, op by op
return args switch
{
    ["step", .. var rest] => StepCommand.Run(StepOptions.Parse(rest)),
    ["peak"] => PeakCommand.Run(),
    ["ops", .. var rest] => OpsCommand.Run(StepOptions.Parse(rest)),
    ["compare", .. var rest] => CompareCommand.Run(StepOptions.Parse(rest)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(MatMulBenchmark).Assembly).Run(args) is null ? 1 : 0,
};
