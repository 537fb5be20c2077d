namespace DeepSharp.Onnx;

/// <summary>The graph <c>body</c> again and again, a number of times that is known before the graph runs; unrolled.</summary>
internal sealed class LoopOperator : OnnxOperator
{
    private const int Most = 10_000;

    public override bool ReadsValue(int input) => input < 2;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var body = node.Graph("body");
        int states = x.Count - 2, outputs = body.Outputs.Count - 1 - states;
        if (states < 0 || outputs < 0 || body.Inputs.Count != states + 2)
            throw node.Invalid($"its {x.Count} inputs do not fit a body with {body.Inputs.Count} inputs and {body.Outputs.Count} outputs");
        double trips = x.Optional(0) is null ? double.PositiveInfinity : x.Number(0);
        bool goesOn = x.Optional(1) is null || x.Number(1) != 0;
        var values = Enumerable.Range(2, states).Select(i => x[i]).ToArray();
        var steps = new List<Tensor>[outputs];
        for (int i = 0; i < outputs; i++) steps[i] = [];
        for (int trip = 0; goesOn && trip < trips; trip++)
        {
            if (trip == Most) throw node.Invalid($"it runs more than {Most} times, which is not unrolled");
            var results = OnnxRun.Current.Inner(body,
                [new(Tensor.Scalar((long)trip, Device.Cpu), isConstant: true), new(Tensor.Scalar(goesOn, Device.Cpu), isConstant: true), .. values]);
            var condition = results[0].Known
                ?? throw node.Invalid("whether it goes on is computed from the model's inputs, so that its steps cannot be counted before it runs");
            goesOn = condition.Item() != 0;
            values = results[1..(1 + states)];
            for (int i = 0; i < outputs; i++) steps[i].Add(results[1 + states + i].Plain);
        }
        if (outputs > 0 && steps[0].Count == 0) throw node.Invalid("it does not run even once, so that its outputs have no shape");
        return [.. values, .. steps.Select(s => (OnnxValue)Tensor.Stack(s))];
    }
}
