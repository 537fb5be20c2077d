using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Sends the results of each epoch to a web address by HTTP POST.</summary>
/// <remarks>What is sent is a JSON object: the epoch, counted from zero, and the results by name. A server that does not answer costs a line, not the
/// training.</remarks>
/// <param name="root">The server.</param>
/// <param name="path">The path on it.</param>
/// <param name="field">The form field that holds the JSON; not used when it is sent by itself.</param>
/// <param name="headers">Further HTTP headers.</param>
/// <param name="sendAsJson">Whether the JSON is the whole content (application/json) instead of a form field.</param>
/// <param name="timeout">How long an answer is waited for; ten seconds if not given.</param>
public sealed class RemoteMonitor(
    string root = "http://localhost:9000", string path = "/publish/epoch/end/", string field = "data", IReadOnlyDictionary<string, string>? headers = null,
    bool sendAsJson = false, TimeSpan? timeout = null) : Callback
{
    private readonly Uri _address = Uri.TryCreate(root + path, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address!
        : throw new InvalidValueException($"RemoteMonitor: '{root}{path}' is no http or https address.");

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        var data = new JObject { ["epoch"] = epoch };
        foreach (var (name, value) in logs) data[name] = value;
        string json = KerasJson.Print(data);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = sendAsJson ? new StringContent(json, Encoding.UTF8, "application/json") : new FormUrlEncodedContent([new(field, json)]),
        };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>()) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var client = new HttpClient { Timeout = timeout ?? TimeSpan.FromSeconds(10) };
            using var response = client.Send(request);
            if (!response.IsSuccessStatusCode)
                Tell($"RemoteMonitor: {_address} answered {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)} {response.ReasonPhrase}; the results of epoch {epoch + 1} may be lost.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Tell($"RemoteMonitor: could not reach {_address}: {e.Message}");
        }
    }
}
