using BenchmarkDotNet.Running;
using DeepSharp.Benchmarks;

// dotnet run -c Release --project benchmarks                         all kernel benchmarks, by choice
// dotnet run -c Release --project benchmarks -- --filter '*MatMul*'  one family
BenchmarkSwitcher.FromAssembly(typeof(MatMulBenchmark).Assembly).Run(args);
