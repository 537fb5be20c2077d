namespace DeepSharp.Tests.Ops;

public sealed class HalfCastTests
{
    [Test]
    public void Widen_EveryFloat16_IsExact()
    {
        var halves = Enumerable.Range(0, 1 << 16).Select(i => BitConverter.UInt16BitsToHalf((ushort)i)).ToArray();
        float[] wide = Tensor.From(halves).Cast(DType.Float32).ToFloats();
        for (int i = 0; i < halves.Length; i++)
            Assert.That(Half.IsNaN(halves[i]) ? float.IsNaN(wide[i]) : BitConverter.SingleToInt32Bits((float)halves[i]) == BitConverter.SingleToInt32Bits(wide[i]), $"{i:X4} gave {wide[i]:R}");
    }

    [Test]
    public void Round_Floats_GivesTheNearestFloat16AndBFloat16()
    {
        var values = new List<float>();
        for (uint bits = 0; bits < 0xFF000000; bits += 60_013) values.Add(BitConverter.UInt32BitsToSingle(bits));
        // Ties, limits and subnormal numbers of float16.
        values.AddRange([1 + 1 / 2048f, 1 + 3 / 2048f, 65504, 65519.996f, 65520, 65536, 6.1035156e-5f, 6.097555e-5f, 5.9604645e-8f, 2.9802322e-8f, 2.980233e-8f, 8.940697e-8f,
            -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, float.MaxValue]);
        var x = Tensor.From(values.ToArray());
        var half = x.Cast(DType.Float16).ToArray<Half>();
        var brain = x.Cast(DType.BFloat16).ToArray<BFloat16>();
        for (int i = 0; i < values.Count; i++)
        {
            if (float.IsNaN(values[i]))
            {
                Assert.That(Half.IsNaN(half[i]) && float.IsNaN(brain[i]), $"NaN {BitConverter.SingleToUInt32Bits(values[i]):X8}");
                continue;
            }
            if (BitConverter.HalfToUInt16Bits(half[i]) != BitConverter.HalfToUInt16Bits((Half)values[i])) Assert.Fail($"{values[i]:R} as float16 gave {half[i]}, not {(Half)values[i]}.");
            if (brain[i].Bits != ((BFloat16)values[i]).Bits) Assert.Fail($"{values[i]:R} as bfloat16 gave {(float)brain[i]}, not {(float)(BFloat16)values[i]}.");
        }
    }

    [Test]
    public void Cast_BFloat16ToOthers_GoesThroughFloat32()
    {
        var x = Tensor.From([1.5f, -2f]).Cast(DType.BFloat16);
        foreach (var to in new[] { DType.Float16, DType.Float64, DType.Int32, DType.Bool })
            Close.Identical($"{to}", [x.Cast(DType.Float32).Cast(to)], [new CastOp(to).Apply(x)]);
    }

    [Test]
    public void Random_16BitNumbers_AreRoundedFloat32Numbers()
    {
        foreach (var dtype in new[] { DType.Float16, DType.BFloat16 })
        {
            Close.Identical("normal", [Tensor.RandomNormal([50], seed: 3).Cast(dtype)], [Tensor.RandomNormal([50], dtype: dtype, seed: 3)]);
            Close.Identical("uniform", [Tensor.RandomUniform([50], 0, 1, seed: 3).Cast(dtype)], [Tensor.RandomUniform([50], 0, 1, dtype, seed: 3)]);
        }
    }
}
