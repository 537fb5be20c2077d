namespace DeepSharp.Cpu;

/// <summary>Uniform numbers: the unit interval, stretched.</summary>
internal sealed unsafe class RandomUniformKernel : CpuKernel<RandomUniformOp>
{
    protected override void Run(RandomUniformOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.DType == DType.Float32)
        {
            var (low, high) = ((float)op.Low, (float)op.High);
            WordLoop.Run(inputs[0], y.Count,
                new Singles { To = y.Pointer<float>(), Low = low, Range = high - low, Last = MathF.Max(low, MathF.BitDecrement(high)) });
        }
        else
        {
            double last = Math.Max(op.Low, Math.BitDecrement(op.High));
            WordLoop.Run(inputs[0], y.Count, new Doubles { To = y.Pointer<double>(), Low = op.Low, Range = op.High - op.Low, Last = last });
        }
    }

    private struct Singles : IWordJob
    {
        public float* To;
        public float Low, Range, Last;

        public static int WordsPerElement => 1;

        public readonly void Run(uint* words, long first, int count)
        {
            float* to = To + first;
            UnitInterval.Singles(words, to, count);
            if (Low == 0 && Range == 1) return;
            var stretch = new Stretch<float> { To = to, Count = count, Low = Low, Range = Range, Last = Last };
            LaneDispatch.Run<float, Stretch<float>>(ref stretch);
        }
    }

    private struct Doubles : IWordJob
    {
        public double* To;
        public double Low, Range, Last;

        public static int WordsPerElement => 2;

        public readonly void Run(uint* words, long first, int count)
        {
            double* to = To + first;
            UnitInterval.Doubles(words, to, count);
            if (Low == 0 && Range == 1) return;
            var stretch = new Stretch<double> { To = to, Count = count, Low = Low, Range = Range, Last = Last };
            LaneDispatch.Run<double, Stretch<double>>(ref stretch);
        }
    }

    /// <summary>x becomes min(x · range + low, last).</summary>
    private struct Stretch<T> : ILaneJob<T> where T : unmanaged
    {
        public T* To;
        public int Count;
        public T Low, Range, Last;

        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            int i = 0;
            for (; i <= Count - V.Count; i += V.Count)
                V.Min(V.FusedMultiplyAdd(V.Load(To + i), V.Splat(Range), V.Splat(Low)), V.Splat(Last)).Store(To + i);
            for (; i < Count; i++)
                To[i] = Wide1<T>.Min(Wide1<T>.FusedMultiplyAdd(new(To[i]), new(Range), new(Low)), new(Last)).First;
        }
    }
}
