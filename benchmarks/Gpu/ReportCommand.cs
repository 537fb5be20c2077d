namespace DeepSharp.Benchmarks;

/// <summary><c>report JOURNAL</c>: tells what came of the tests of a visit to a GPU, failures grouped by cause.</summary>
internal static class ReportCommand
{
    public static int Run(string journal)
    {
        if (!File.Exists(journal))
        {
            Console.WriteLine($"There is no journal {journal}: no test has begun.");
            return 1;
        }
        Console.Write(new TestJournal(File.ReadLines(journal)).Report());
        return 0;
    }
}
