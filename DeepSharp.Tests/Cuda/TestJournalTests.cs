using DeepSharp.Benchmarks;

namespace DeepSharp.Tests.Cuda;

/// <summary>The report of a visit to a GPU says what failed for which cause, and what never ended.</summary>
public sealed class TestJournalTests
{
    [Test]
    public void Report_GroupsFailuresByCauseAndNamesWhatNeverEnded()
    {
        string[] journal =
        [
            "begin\tA", "end\tA\tPassed\t12\t", "begin\tB", "end\tB\tFailed\t2500\tadd(1): element [0, 1] expected 1.5 but got NaN\\n  at X",
            "begin\tC", "end\tC\tFailed\t7\tmul(2): element [3] expected -2E-05 but got 7", "begin\tD", "end\tD\tFailed\t1\tDeepSharp.CudaException : no",
            "begin\tE", "end\tF\tPass",
        ];
        Assert.That(new TestJournal(journal).Report(), Is.EqualTo("""
            4 tests: 3 Failed, 1 Passed
            NEVER ENDED: E
            FAILED 2: B
              add(1): element [0, 1] expected 1.5 but got NaN | at X
              also C
            FAILED 1: D
              DeepSharp.CudaException : no
            Slowest: B 2.5 s, A 0.0 s, C 0.0 s, D 0.0 s

            """.ReplaceLineEndings("\n")));
    }
}
