using System.Diagnostics;
using System.Text.Json;

namespace DeepSharp.Serve;

/// <summary>The answers to HTTP requests.</summary>
public sealed class Endpoints(ServedModel model, ServeOptions options, Batcher batcher, ServeMetrics metrics, IHostApplicationLifetime lifetime)
{
    private readonly RequestReader _reader = new(model.Inputs, options.MaxInstances);

    /// <summary><c>POST /predict</c>: outputs for the samples of the request.</summary>
    public async Task Predict(HttpContext http)
    {
        long start = Stopwatch.GetTimestamp();
        var (status, error, results) = await Results(http);
        // Counted before it is sent: who has the answer finds it counted.
        metrics.CountRequest(status, Stopwatch.GetElapsedTime(start));
        await Send(http, status, json =>
        {
            if (error is not null) json.WriteString("error", error);
            else WritePredictions(json, results);
        });
    }

    /// <summary><c>GET /model</c>: the model's inputs and outputs; an unknown length is −1.</summary>
    public Task Describe(HttpContext http) => Send(http, StatusCodes.Status200OK, json =>
    {
        json.WriteString("name", model.Name);
        json.WriteStartArray("inputs");
        foreach (var input in model.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("dtype", input.DType.KerasName);
            json.WriteStartArray("shape");
            foreach (int length in input.Shape) json.WriteNumberValue(length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("outputs");
        foreach (string name in model.Outputs) json.WriteStringValue(name);
        json.WriteEndArray();
    });

    /// <summary><c>GET /health</c>: 200 while requests are taken, 503 from the moment the server stops.</summary>
    public Task Health(HttpContext http)
    {
        bool stops = lifetime.ApplicationStopping.IsCancellationRequested;
        int status = stops ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Send(http, status, json => json.WriteString("status", stops ? "stopping" : "ok"));
    }

    /// <summary><c>GET /metrics</c>: counts for Prometheus.</summary>
    public Task Metrics(HttpContext http)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return http.Response.WriteAsync(metrics.Write(batcher.Count));
    }

    private async Task<(int Status, string? Error, OutputValue[][] Results)> Results(HttpContext http)
    {
        try
        {
            using var request = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (batcher.TryPredict(_reader.Read(request.RootElement), http.RequestAborted) is not { } answer)
            {
                http.Response.Headers.RetryAfter = "1";
                return (StatusCodes.Status503ServiceUnavailable, "Too many requests are waiting; try again later.", []);
            }
            var results = await answer.WaitAsync(http.RequestAborted);
            return results.All(row => row.All(output => output.IsFinite)) ? (StatusCodes.Status200OK, null, results)
                : (StatusCodes.Status500InternalServerError, "The model gave values that are not finite, which JSON cannot hold.", []);
        }
        catch (InvalidRequestException e)
        {
            return (StatusCodes.Status400BadRequest, e.Message, []);
        }
        catch (JsonException e)
        {
            return (StatusCodes.Status400BadRequest, $"The request is not JSON: {e.Message}", []);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (e.StatusCode, $"The request is larger than {options.MaxBytes} bytes; send its samples in several requests.", []);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return (StatusCodes.Status499ClientClosedRequest, "The client has gone.", []);
        }
        catch (DeepSharpException e)
        {
            return (StatusCodes.Status500InternalServerError, e.Message, []);
        }
    }

    private void WritePredictions(Utf8JsonWriter json, OutputValue[][] results)
    {
        json.WriteStartArray("predictions");
        foreach (var outputs in results)
        {
            if (outputs.Length == 1)
            {
                outputs[0].Write(json);
                continue;
            }
            json.WriteStartObject();
            for (int i = 0; i < outputs.Length; i++)
            {
                json.WritePropertyName(model.Outputs[i]);
                outputs[i].Write(json);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static async Task Send(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        await json.FlushAsync();
    }
}
