using DeepSharp.Gpu;
using static DeepSharp.Tests.Cuda.InterpretedPtx;

namespace DeepSharp.Tests.Cuda;

/// <summary>PTX that no kernel source declares is interpreted with the results and the refusals of a GPU.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class PtxInterpreterTests
{
    private CudaContext _cuda = null!;

    [SetUp]
    public void Open() => _cuda = ((CudaBackend)CudaTestDevice.OpenEmulated().Backend).Context;

    [Test]
    public void DivergedThreads_MeetAgain()
    {
        // Collatz: threads loop differently often, and meet at the store.
        string ptx = Entry(2, Elements(4) + """
                ld.global.u32 %r1, [%rd9];
                mov.u32 %r2, 0;
            again:
                setp.le.u32 %p0, %r1, 1;
                @%p0 bra done;
                and.b32 %r3, %r1, 1;
                setp.eq.s32 %p1, %r3, 0;
                @%p1 bra even;
                mad.lo.u32 %r1, %r1, 3, 1;
                bra next;
            even:
                shr.u32 %r1, %r1, 1;
            next:
                add.u32 %r2, %r2, 1;
                bra.uni again;
            done:
                st.global.u32 [%rd8], %r2;
            """);
        int[] starts = [.. Enumerable.Range(1, 200)];
        static int Steps(long n) => n <= 1 ? 0 : 1 + Steps(n % 2 == 0 ? n / 2 : 3 * n + 1);
        Assert.That(Run<int>(ptx, 200, 200, On(starts)), Is.EqualTo(starts.Select(n => Steps(n))));
    }

    [TestCase(32)]
    [TestCase(96)]
    [TestCase(1000)]
    public void SharedMemoryAndBarriers_SumABlock(int threads)
    {
        string ptx = Entry(2, Elements(4) + """
                .shared .align 4 .b8 unused[12];
                .shared .align 4 .f32 sums[1024];
                ld.global.f32 %f0, [%rd9];
                mov.u32 %r1, sums;
                shl.b32 %r2, %r0, 2;
                add.u32 %r1, %r1, %r2;
                st.shared.f32 [%r1], %f0;
                mov.u32 %r3, 512;
                mov.u32 %r4, %ntid.x;
            again:
                bar.sync 0;
                add.u32 %r5, %r0, %r3;
                setp.lt.u32 %p0, %r0, %r3;
                setp.lt.and.u32 %p1, %r5, %r4, %p0;
                @!%p1 bra skip;
                shl.b32 %r6, %r3, 2;
                add.u32 %r6, %r6, %r1;
                ld.shared.f32 %f1, [%r6];
                ld.shared.f32 %f2, [%r1];
                add.f32 %f2, %f2, %f1;
                st.shared.f32 [%r1], %f2;
            skip:
                shr.u32 %r3, %r3, 1;
                setp.gt.u32 %p2, %r3, 0;
                @%p2 bra again;
                bar.sync 0;
                ld.shared.f32 %f3, [sums];
                st.global.f32 [%rd8], %f3;
            """);
        float[] x = [.. Enumerable.Range(0, threads).Select(i => i % 13 - 6f)];
        Assert.That(Run<float>(PlantedKernels.Bounded(ptx), threads, threads, On(x)), Is.All.EqualTo(x.Sum()));
    }

    [Test]
    public void Shuffles_ReadOtherLanes()
    {
        string ptx = Entry(2, """
                mul.wide.u32 %rd10, %r0, 4;
                add.s64 %rd9, %rd1, %rd10;
                mul.wide.u32 %rd10, %r0, 16;
                add.s64 %rd8, %rd0, %rd10;
                ld.global.f32 %f0, [%rd9];
                shfl.sync.down.b32 %f1|%p0, %f0, 3, 31, -1;
                shfl.sync.bfly.b32 %f2, %f0, 6, 0x1f, 0xffffffff;
                shfl.sync.up.b32 %f3, %f0, 2, 0, -1;
                shfl.sync.idx.b32 %f4, %f0, 5, 31, -1;
                selp.f32 %f1, %f1, 0fBF800000, %p0;
                st.global.v4.f32 [%rd8], {%f1, %f2, %f3, %f4};
            """);
        float[] x = [.. Enumerable.Range(0, 64).Select(i => 100f + i)], got = Run<float>(ptx, 64, 256, On(x));
        for (int i = 0; i < 64; i++)
        {
            int lane = i % 32, warp = i - lane;
            Assert.That(got[(4 * i)..(4 * i + 4)],
                Is.EqualTo(new[] { lane + 3 < 32 ? x[i + 3] : -1, x[warp + (lane ^ 6)], lane < 2 ? x[i] : x[i - 2], x[warp + 5] }), $"thread {i}");
        }
    }

    [Test]
    public void Functions_AreThoseOfTheKernelSources()
    {
        string body = Elements(8) + """
                ld.global.f64 %fd0, [%rd9];
                setp.gt.f64 %p0, %fd0, 0d0000000000000000;
                mov.f64 %fd1, 0dBFF0000000000000;
                @!%p0 bra after;
                {
                .param .b64 a0;
                .param .b64 value;
                st.param.f64 [a0+0], %fd0;
                call.uni (value), deepsharp_log, (a0);
                ld.param.f64 %fd1, [value+0];
                }
            after:
                st.global.f64 [%rd8], %fd1;
            """;
        double[] x = [2, -1, 10, 0];
        Assert.That(Run<double>(Entry(2, body), 4, 4, On(x)), Is.EqualTo(x.Select(v => v > 0 ? Math.Log(v) : -1)).Within(1).Ulps);
    }

    [TestCase("frobnicate.f32 %f0, %f1;", "line 16: unknown instruction 'frobnicate.f32' in 'frobnicate.f32 %f0, %f1'")]
    [TestCase("add.s32 %f0, %r1, %r2;", "line 16: 'add.s32 %f0, %r1, %r2': register %f0 is f32, the instruction takes s32")]
    [TestCase("add.f64 %fd0, %fd1, %f1;", "register %f1 is f32, the instruction takes f64")]
    [TestCase("mov.u32 %r99, 1;", "'%r99' is no declared register")]
    [TestCase("bra nowhere;", "there is no such label before an instruction")]
    [TestCase("ld.global.f32 %f0, [%r1];", "an address in global memory has 64 bits, %r1 is b32")]
    [TestCase("ld.param.u64 %rd5, [p7];", "there is no parameter 'p7'")]
    [TestCase("mov.f32 %f0, 1;", "the integer 1 is not of type f32")]
    [TestCase("call (%fd0), deepsharp_frobnicate, (%fd1);", "no kernel source has a function 'deepsharp_frobnicate'")]
    public void WhatIsNotUnderstood_IsNamedWithItsLine(string instruction, string expected)
    {
        using var scope = _cuda.Enter();
        var error = Assert.Throws<CudaException>(() => CudaModule.Load("interpreted", Entry(1, "    " + instruction)));
        Assert.That(error!.Message, Does.Contain("CUDA_ERROR_INVALID_PTX (218)")
            .And.Contain("PTX entry 'interpreted', which no kernel source declares and so is interpreted").And.Contain(expected));
    }

    [Test]
    public void WrongAccesses_AreNamed()
    {
        string store =
            Entry(1, "    mul.wide.u32 %rd10, %r0, 4;\n    add.s64 %rd8, %rd0, %rd10;\n    mov.f32 %f0, 0f3F800000;\n    st.global.f32 [%rd8], %f0;");
        var x = On(new float[100]);
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 101), store, x.Address()), Does.Contain("CUDA_ERROR_ILLEGAL_ADDRESS (700)")
            .And.Contain("interpreted (PTX line 19): write of 4 bytes at offset 400 of allocation #")
                .And.Contain("(400 bytes, live), in block (0,0,0) thread (100,0,0)"));
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 4), store, x.Address() + 2), Does.Contain("CUDA_ERROR_MISALIGNED_ADDRESS (716)")
            .And.Contain("thread (0,0,0)"));
        string shared = Entry(1,
            "    .shared .f32 few[4];\n    mov.u32 %r1, few;\n    mad.lo.u32 %r1, %r0, 4, %r1;\n    mov.f32 %f0, 0f00000000;\n    st.shared.f32 [%r1], %f0;");
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32), shared, x.Address()),
            Does.Contain("write of 4 bytes at offset 16 of shared memory (16 bytes), in block (0,0,0) thread (4,0,0)"));
        string divergent = Entry(1, "    setp.lt.u32 %p0, %r0, 8;\n    @%p0 bra other;\n    bar.sync 0;\n    bra end;\nother:\n    bar.sync 0;\nend:");
        Assert.That(PlantedKernels.Fail(_cuda, new(1, 32), divergent, x.Address()),
            Does.Contain("divergent barrier: threads of one block wait at different barriers"));
    }
}
