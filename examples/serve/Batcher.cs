using System.Diagnostics;
using System.Threading.Channels;

namespace DeepSharp.Serve;

/// <summary>Predicts the samples of several requests together: a batch is full at <see cref="ServeOptions.MaxBatch"/> samples, and leaves
/// <see cref="ServeOptions.MaxDelay"/> after its first request came at the latest.</summary>
public sealed class Batcher(ServedModel model, ServeOptions options, ServeMetrics metrics) : IHostedService
{
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>();
    private Task _work = Task.CompletedTask;
    private int _waiting;

    private sealed record Waiting(Instance[] Instances, long Since, TaskCompletionSource<OutputValue[][]> Answer, CancellationToken GivenUp);

    /// <summary>Requests that were taken and are not yet answered.</summary>
    public int Count => Volatile.Read(ref _waiting);

    /// <summary>Queues the samples of a request.</summary>
    /// <returns>Their outputs to come, or null where <see cref="ServeOptions.MaxQueue"/> requests wait already or the server stops.</returns>
    public Task<OutputValue[][]>? TryPredict(Instance[] instances, CancellationToken givenUp)
    {
        var answer = new TaskCompletionSource<OutputValue[][]>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.Increment(ref _waiting) <= options.MaxQueue
            && _queue.Writer.TryWrite(new(instances, Stopwatch.GetTimestamp(), answer, givenUp))) return answer.Task;
        Interlocked.Decrement(ref _waiting);
        return null;
    }

    /// <summary>Starts the workers.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(Work, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing more and answers what is queued.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.Complete();
        return _work.WaitAsync(cancellationToken);
    }

    private async Task Work()
    {
        Waiting? next = null;
        while (next is not null || await _queue.Reader.WaitToReadAsync())
        {
            if (next is null && !_queue.Reader.TryRead(out next)) continue;
            var batch = new List<Waiting> { next };
            next = await Gather(batch);
            Answer(batch, batch.FindAll(w => !w.GivenUp.IsCancellationRequested));
        }
    }

    /// <summary>Adds requests until the batch is full or its time is over.</summary>
    /// <returns>A request that was taken but has no room.</returns>
    private async Task<Waiting?> Gather(List<Waiting> batch)
    {
        int samples = batch[0].Instances.Length;
        var left = options.MaxDelay - Stopwatch.GetElapsedTime(batch[0].Since);
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        while (samples < options.MaxBatch)
        {
            if (_queue.Reader.TryRead(out var next))
            {
                samples += next.Instances.Length;
                if (samples > options.MaxBatch) return next;
                batch.Add(next);
                continue;
            }
            try
            {
                if (!await _queue.Reader.WaitToReadAsync(deadline.Token)) return null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>Answers the requests that somebody still waits for; with the failure where the prediction fails, and the worker goes on.</summary>
    private void Answer(List<Waiting> taken, List<Waiting> wanted)
    {
        var (results, failure) = (Array.Empty<OutputValue[]>(), (Exception?)null);
        try
        {
            results = Predict([.. wanted.SelectMany(w => w.Instances)]);
        }
        catch (Exception e)
        {
            failure = e;
        }
        // Before the answers: who has one finds room in the queue.
        Interlocked.Add(ref _waiting, -taken.Count);
        int first = 0;
        foreach (var waiting in wanted)
        {
            if (failure is null) waiting.Answer.SetResult(results[first..(first += waiting.Instances.Length)]);
            else waiting.Answer.SetException(failure);
        }
    }

    private OutputValue[][] Predict(Instance[] instances)
    {
        var results = new OutputValue[instances.Length][];
        foreach (var numbers in model.Batches(instances))
        {
            metrics.CountBatch(numbers.Length);
            var outputs = model.Predict(Array.ConvertAll(numbers, i => instances[i]));
            for (int i = 0; i < numbers.Length; i++) results[numbers[i]] = outputs[i];
        }
        return results;
    }
}
