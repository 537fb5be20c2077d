using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Examples;

/// <summary>The example server with a saved model, running on a free port.</summary>
internal sealed class ServeProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServeProcess(Process process, string address)
    {
        _process = process;
        _http = new() { BaseAddress = new(address), Timeout = s_patience };
    }

    /// <summary>Starts the server and waits until it listens.</summary>
    public static ServeProcess Start(string model, params string[] settings)
    {
        var process = Launch(["--model", model, "--urls", "http://127.0.0.1:0", .. settings]);
        var line = process.StandardOutput.ReadLineAsync();
        if (!line.Wait(s_patience) || line.Result is not { } text)
        {
            if (!process.HasExited) process.Kill();
            Assert.Fail($"The server did not start: {process.StandardError.ReadToEnd()}");
            throw new InvalidOperationException();
        }
        Assert.That(text, Does.Match("^Serving .* at http://127.0.0.1:[0-9]+$"));
        return new(process, text.Split(' ')[^1]);
    }

    /// <summary>Runs the server with settings that it refuses.</summary>
    public static (int Code, string Error) Refusal(params string[] settings)
    {
        using var process = Launch(settings);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.Trim());
    }

    /// <summary>Posts a prediction request.</summary>
    public async Task<(int Status, JsonNode Answer)> Post(string body)
    {
        using var response = await _http.PostAsync("/predict", new StringContent(body, Encoding.UTF8, "application/json"));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Gets an address's text.</summary>
    public Task<string> Get(string path) => _http.GetStringAsync(path);

    /// <summary>The value of one metric.</summary>
    public async Task<double> Metric(string name)
    {
        string text = await Get("/metrics");
        string line = text.Split('\n').SingleOrDefault(l => l.StartsWith(name + " ")) ?? throw new AssertionException($"There is no metric {name} in:\n{text}");
        return double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public int ExitCode()
    {
        Assert.That(_process.WaitForExit(s_patience), "the server ends when it is asked to");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private static Process Launch(string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "Microsoft.AspNetCore.App")))
            Assert.Ignore("The ASP.NET Core runtime is not installed; the example server was not tried.");
        // …/DeepSharp.Tests/bin/<configuration>/<framework>
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string server = Path.Combine(own.FullName, "..", "..", "..", "..", "examples", "serve", "bin", own.Parent!.Name, own.Name, "serve.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", server, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
